#!/bin/bash
# Whether this node may be sent requests: exit code 0 when /health/ready answers 200. The image has neither curl nor wget.
# HEALTH_HOST is a name that AllowedHosts lets in, HEALTH_PORT where the node listens.
exec 3<>"/dev/tcp/127.0.0.1/${HEALTH_PORT:-8080}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "${HEALTH_HOST:-localhost}" >&3
read -r -t 6 _ status _ <&3
[ "$status" = 200 ]
