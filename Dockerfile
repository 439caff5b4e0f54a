# Build: docker build --build-arg VERSION=$(git describe --tags --always) -t treve .
# Run:   docker run -v treve:/data -e SLACK_BOT_TOKEN -e SLACK_APP_TOKEN treve
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
# Nothing else goes into the layers of the build: not the secrets beside compose.yaml.
COPY bot bot
COPY cmd cmd
COPY internal internal
COPY migrations migrations
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w -X main.released=$VERSION" -o /out/treve ./cmd/treve \
 && mkdir /out/data \
 && /out/treve version && /out/treve manifest > /dev/null

FROM gcr.io/distroless/static-debian12:nonroot
LABEL org.opencontainers.image.title="Trêve" \
      org.opencontainers.image.description="The monthly SLA between marketing and sales, in Slack" \
      org.opencontainers.image.source="https://github.com/treve-bot/treve" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /out/treve /usr/local/bin/treve
# The one folder written to; the rest of the file system may be read-only.
COPY --from=build --chown=nonroot:nonroot /out/data /data
VOLUME /data
ENV TREVE_DATABASE=/data/treve.db TREVE_LISTEN=:8080 TREVE_LOG=json
USER nonroot
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/usr/local/bin/treve", "health"]
ENTRYPOINT ["/usr/local/bin/treve"]
CMD ["serve"]
