# The filter and the gateway, with the playground in it:
#
#   docker build -t repairjson .
#   docker run --rm -i repairjson <broken.txt
#   docker run --rm -p 127.0.0.1:8790:8790 --entrypoint /repairproxy repairjson \
#     --listen 0.0.0.0:8790 --upstream http://host.docker.internal:8000
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go generate ./playground \
 && CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/ ./cmd/repairjson ./cmd/repairproxy

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/ /
USER 65534:65534
EXPOSE 8790
ENTRYPOINT ["/repairjson"]
