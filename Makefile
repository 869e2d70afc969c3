# Everything that a person or a pipeline calls. `make help` says what there is.
#
# Needs a JDK (17 or newer for Maven, one of 21 or newer beside it or in its place), Maven 3.8.7 or newer, and, for the
# integration tests and the demo, Go; for the tests, Prometheus and Lua 5.4.

MVN ?= mvn --batch-mode --no-transfer-progress

# Tests and demo never mean the cluster that a shell happens to point at; only `make demo KUBECONFIG=...` does.
DEMO_KUBECONFIG := $(if $(filter command line,$(origin KUBECONFIG)),$(KUBECONFIG))

# An image of the contract as it was released last; from the folder of the contract.
RELEASED_CONTRACT := ../buf/released.binpb

.PHONY: help build test chaos lint released-contract demo taxonomy bench bench-operator bench-load bench-image controlplane helm image clean FORCE

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## compile and package: target/podfailure.jar (no tests), and its classes ready to use: target/podfailure.jsa
	$(MVN) package -DskipTests
	bin/archive-classes

test: controlplane helm ## unit and integration tests, coverage in target/site/jacoco
	$(MVN) verify

chaos: controlplane ## of the tests only the one with 2,000 failing pods through kills, pauses, restarts and faults, and its ledger (about 3 minutes)
	$(MVN) verify -Dtest=ArchitectureTest -Dit.test=ChaosIT -Dsurefire.failIfNoSpecifiedTests=false

# Needs npx and Go, and the network the first time.
lint: ## check the workflows (actionlint), and the stream's contract: style, comments, no break since the last release (buf)
	bin/actionlint
	cd src/main/proto && ../../../bin/buf lint && ../../../bin/buf breaking --against $(RELEASED_CONTRACT)

released-contract: ## at a release: keep the stream's contract, for lint to hold later changes against
	cd src/main/proto && ../../../bin/buf build -o $(RELEASED_CONTRACT)

image: controlplane build ## build the container image without an engine: target/image/podfailure-ARCH.tar
	bin/image

controlplane: ## build etcd, kube-apiserver and so on for the tests, once (about 5 minutes), and print the path
	@controlplane/build

helm: ## build Helm for the tests of the chart, once (about a minute after the control plane), and print the path
	@tools/build

demo: ## a control plane, the operator and real failed pods, live; ONCE=1 ends by itself, KUBECONFIG=... uses your cluster
	@ONCE='$(ONCE)' DEMO_KUBECONFIG='$(DEMO_KUBECONFIG)' bin/demo

taxonomy: ## renew the tables of docs/taxonomy.md from the rule library and the recorded pods
	$(MVN) test -Dtest=TaxonomyDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip=true -Dpodfailure.renew=true

bench: target/bench/classpath ## measure the classifier with JMH beside a sequential one (about 10 minutes)
	$(JAVA_BENCH) dev.podfailure.bench.RuleBookBenchmarkTable

bench-operator: controlplane build target/bench/classpath ## measure the operator against a bare loop of the same patches (about 15 minutes)
	$(JAVA_BENCH) dev.podfailure.bench.OperatorBenchmark "$$(controlplane/build --path)" \
		$(or $(PODS),2000) $(or $(ROUNDS),5) $(or $(HEAP_PODS),10000)

bench-load: controlplane build target/bench/classpath ## measure the operator under load: PRESENT, BURST and CACHED pods (about 10 minutes)
	$(JAVA_BENCH) dev.podfailure.bench.LoadBenchmark "$$(controlplane/build --path)" $(or $(PRESENT),20000) $(or $(BURST),5000)
	$(JAVA_BENCH) dev.podfailure.pod.CachedPodsHeap $(or $(CACHED),100000)

bench-image: controlplane image target/bench/classpath ## measure how long the image takes to start: STARTS times (about 2 minutes)
	$(JAVA_BENCH) dev.podfailure.image.ImageBenchmark "$$(controlplane/build --path)" $(or $(STARTS),5)

JAVA_BENCH = "$$(bin/find-java 21 | head -n 1)" -cp target/test-classes:target/classes:$$(cat target/bench/classpath)

target/bench/classpath: pom.xml FORCE
	$(MVN) --quiet -Djacoco.skip test-compile dependency:build-classpath -Dmdep.outputFile=$@ -Dmdep.includeScope=test

FORCE:

clean: ## remove what was built; the control plane stays in its cache
	rm -rf target
