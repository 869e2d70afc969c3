# The image with an engine, of what `make image` laid out; `make image` itself needs none and makes the same layers.
#
#   make image && docker build -t podfailure:0.1.0-SNAPSHOT .
#
# The base holds the C library, CA certificates, time zones and the user 65532, and no shell. bin/image reads its name here.
FROM gcr.io/distroless/base-nossl-debian13:nonroot@sha256:5cab74e7f8a5e7c5f1c8a9e6268b1f352f053c36c656f493308340bcecbc636c
COPY target/image/runtime/ /
COPY target/image/program/ /
ENV MALLOC_ARENA_MAX=2
WORKDIR /tmp
# A number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 8080 9090
# The same as in pom.xml, which says why.
ENTRYPOINT ["/opt/podfailure/java/bin/java", "-XX:MaxRAMPercentage=50", "-XX:ReservedCodeCacheSize=40m", "-XX:MaxDirectMemorySize=32m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:SharedArchiveFile=/opt/podfailure/podfailure.jsa", "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "--sun-misc-unsafe-memory-access=allow", "-jar", "/opt/podfailure/podfailure.jar"]
CMD ["operator"]
