# Everything that a person or a pipeline calls. `make help` says what there is.
#
# Needs a JDK (17 or newer for Maven, one of 21 or newer beside it or in its place), Maven 3.8.7 or newer, and, for the
# integration tests and the demo, Go.

MVN ?= mvn --batch-mode --no-transfer-progress

# Tests and demo never mean the cluster that a shell happens to point at; only `make demo KUBECONFIG=...` does.
DEMO_KUBECONFIG := $(if $(filter command line,$(origin KUBECONFIG)),$(KUBECONFIG))

.PHONY: help build test demo controlplane clean

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## compile and package: target/podfailure.jar (no tests)
	$(MVN) package -DskipTests

test: controlplane ## unit and integration tests, coverage in target/site/jacoco
	$(MVN) verify

controlplane: ## build etcd, kube-apiserver and so on for the tests, once (about 5 minutes), and print the path
	@controlplane/build

demo: ## a control plane, the operator and real failed pods, live; ONCE=1 ends by itself, KUBECONFIG=... uses your cluster
	@ONCE='$(ONCE)' DEMO_KUBECONFIG='$(DEMO_KUBECONFIG)' bin/demo

clean: ## remove what was built; the control plane stays in its cache
	rm -rf target
