# Argosy. `make help` lists the targets.
SHELL := /bin/sh
NODE ?= node
NPM ?= npm
export NX_DAEMON = false

.DEFAULT_GOAL := help
.PHONY: help check-tools check-demo-tools install build demo test test-unit test-contract test-e2e test-ui compatibility typecheck lint format generate verify-generated images test-chart bench clean cluster-up cluster-down e2e manifests verify-manifests

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check-tools:
	@$(NODE) hack/check-tools.mjs

check-demo-tools:
	@$(NODE) hack/check-tools.mjs --demo

node_modules/.package-lock.json: package.json package-lock.json
	@$(NPM) ci --no-fund --no-audit --loglevel=error
	@touch node_modules/.package-lock.json

install: check-tools node_modules/.package-lock.json ## install the dependencies

build: install ## bundle the commands into dist/bin
	@$(NODE) hack/build.mjs

demo: check-demo-tools build ## run the walk-through on the embedded provider
	@$(NODE) hack/demo.mjs

test: build typecheck ## all tests: types, unit, API contract, end to end
	@$(NODE) hack/test.mjs

test-unit: install ## unit tests
	@$(NODE) hack/test.mjs unit

test-contract: build ## the API contract, against the embedded API server (or the cluster of KUBECONFIG)
	@$(NODE) hack/test.mjs contract

test-e2e: build ## real workflows on the embedded provider
	@$(NODE) hack/test.mjs e2e

compatibility: test test-ui ## run all tests and write docs/compatibility.md from their results
	@$(NODE) hack/generate-compatibility.mjs dist/test-reports/*.json

test-ui: build ## the web interface in Chromium (apt-get install chromium, or CHROMIUM=path)
	@$(NODE) hack/test.mjs ui

typecheck: install ## check the types of every package
	@node_modules/.bin/nx run-many -t typecheck --outputStyle=static
	@$(NODE) node_modules/typescript7/bin/tsc -p tsconfig.test.json

lint: install ## style, module boundaries, unused code
	@$(NODE) hack/lint.mjs

format: install ## format the sources
	@node_modules/.bin/biome format --write libs apps e2e bench hack

generate: install ## write CRDs, types and reference docs from their sources
	@$(NODE) hack/generate.mjs

verify-generated: install ## regenerate and fail on a difference
	@$(NODE) hack/verify-generated.mjs

images: build ## OCI images in dist/images, without Docker (IMAGES="--push URL --tag TAG" for more)
	@$(NODE) hack/images/build.mjs $(IMAGES)

cluster-up: install ## a real Kubernetes node out of plain processes (root, Go, Debian); needs no Docker
	@$(NODE) hack/local-up/local-up.mjs up
	@$(NODE) hack/local-up/local-up.mjs images

cluster-down: ## end what cluster-up started
	@$(NODE) hack/local-up/local-up.mjs down

PROVIDER ?= embedded
e2e: build ## end-to-end suites on PROVIDER=embedded|local-up|kind|current-context
	@$(NODE) hack/e2e.mjs $(PROVIDER)

manifests: install ## write kustomize/ from the chart (needs helm)
	@$(NODE) hack/manifests.mjs

verify-manifests: install ## compare kustomize/ with the chart (needs helm and kustomize)
	@$(NODE) hack/manifests.mjs --check

test-chart: install ## render the Helm chart and check what comes out (needs helm)
	@$(NODE) hack/test-chart.mjs

bench: build ## run the benchmarks in bench/
	@$(NODE) bench/run.mjs

clean: ## remove what was built
	@rm -rf dist .nx
