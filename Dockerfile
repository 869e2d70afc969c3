# docker build -t podfailure:0.1.0-SNAPSHOT . , after target/podfailure.jar was built. No registry has this image.
FROM docker.io/library/eclipse-temurin:21-jre-noble
COPY target/podfailure.jar /app/podfailure.jar
# A number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 8080 9090
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-jar", "/app/podfailure.jar"]
CMD ["operator"]
