// A web server that answers every request with the same page, in place of nginx.
package main

import (
	"fmt"
	"log"
	"net/http"
)

const page = "<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>\n"

func main() {
	http.HandleFunc("/", func(writer http.ResponseWriter, request *http.Request) {
		log.Println(request.RemoteAddr, request.Method, request.URL)
		writer.Header().Set("Content-Type", "text/html")
		fmt.Fprint(writer, page)
	})
	log.Fatal(http.ListenAndServe(":80", nil))
}
