# Thin on purpose: the work is in config/local (python3 -m config.local).
PYTHON ?= python3
PATH ?= /usr/local/bin:/usr/bin:/bin
export PATH
VERBS := up down reset test test-spark lock screenshots bench bench-engine bench-look-alikes bench-desk bench-confidence bad-files soak storm

.PHONY: help $(VERBS)
help:
	@echo "make up | down | reset | test | test-spark | lock | screenshots | bench | bench-engine | bench-look-alikes | bench-desk | bench-confidence | bad-files | soak | storm"

$(VERBS):
	@exec $(PYTHON) -m config.local $@ $(ARGS)
