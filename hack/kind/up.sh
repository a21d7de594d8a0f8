#!/bin/sh
# A kind cluster for end-to-end tests where Docker is. `kind` is a Go binary: https://kind.sigs.k8s.io
set -eu
here=$(cd "$(dirname "$0")" && pwd)
command -v kind >/dev/null || { echo "kind is not installed: go install sigs.k8s.io/kind@latest" >&2; exit 1; }
docker info >/dev/null 2>&1 || { echo "no Docker engine answers; without one use argo local up" >&2; exit 1; }
kind get clusters | grep -qx argosy || kind create cluster --config "$here/cluster.yaml" --wait 120s
kind get kubeconfig --name argosy
