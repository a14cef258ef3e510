# Two commands do everything: make run, make test. Paths are relative, so a space in the folder's name does no harm.
PYTHON ?= python3
VENV := .venv/bin/python
HOST ?= 127.0.0.1
PORT ?= 7860
RAG_INDEX ?= data/index

.PHONY: run index test lint types fuzz soak bench screenshot clean

# An index that somebody else has built is served as it is. Exit status 1 is no failure: some articles were refused.
run: .venv/installed  ## install, build data/index from seeds/ when it is missing or out of date, open the chat
	@test "$(RAG_INDEX)" != data/index -a -e "$(RAG_INDEX)/CURRENT" || $(FROM_SEEDS)
	$(VENV) ui.py --index "$(RAG_INDEX)" --host "$(HOST)" --port "$(PORT)"

index: .venv/installed  ## make the index hold what is in seeds/
	$(FROM_SEEDS)

test: .venv/installed-test chromium lint types  ## install what tests need, browser included, and run all of them, on every core
	$(VENV) -m pytest -n auto --dist worksteal

lint: .venv/installed-test
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .

types: .venv/installed-test
	$(VENV) -m mypy

fuzz: .venv/installed-test  ## at least 20,000 generated articles, and damaged indexes
	$(VENV) -m pytest -k "property or fuzz" --hypothesis-profile=fuzz --hypothesis-show-statistics

soak: .venv/installed-test  ## rebuilds killed at 100 random moments while another process asks
	$(VENV) -m pytest -m soak

bench: .venv/installed-bench  ## repeat docs/evaluation.md: make bench DATA=/folder/with/bench-sets
	@test -n "$(DATA)" || { echo "say where the data sets are: make bench DATA=/folder" >&2; exit 2; }
	set --; for set in "$(DATA)"/bench/*/qrels.tsv; do set -- "$$@" "$${set%/*}"; done; \
		$(VENV) -m bench retrieval "$$@" --keep data/bench && $(VENV) -m bench robustness "$$@" --keep data/bench
	set --; for set in stard_rebuilt lawbench_consult nfra_reg; do set -- "$$@" "$(DATA)/bench/$$set"; done; \
		$(VENV) -m bench adapt "$$@" --keep data/bench
	$(VENV) -m bench speed "$(DATA)" --keep data/bench
	$(VENV) -m bench calibrate "$(DATA)"
	$(VENV) -m bench answers "$(DATA)" --half dev
	$(VENV) -m bench answers "$(DATA)" --half held
	$(VENV) -m bench clean "$(DATA)"
	$(VENV) -m bench build "$(DATA)/bench/stard_rebuilt/corpus.jsonl" --plain 600

screenshot: .venv/installed-test chromium  ## write docs/screenshot.png anew
	$(VENV) -m pytest tests/test_page.py -k real_seeds
	cp screenshots/desk-conflict.png docs/screenshot.png

clean:
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis screenshots

.venv/installed: pyproject.toml
	$(call install,.)

.venv/installed-test: pyproject.toml
	$(call install,.[test])
	@touch .venv/installed

.venv/installed-bench: pyproject.toml
	$(call install,.[bench])
	@touch .venv/installed

FROM_SEEDS = $(VENV) -m index seeds --index "$(RAG_INDEX)" || test $$? -eq 1

define install
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "$(PYTHON) is older than 3.11; say which to use: make PYTHON=python3.11" >&2; exit 2; }
@test -x $(VENV) || $(PYTHON) -m venv .venv || \
	{ echo "no venv module; on Debian: apt-get install python3-venv" >&2; exit 2; }
$(VENV) -m pip install --quiet --disable-pip-version-check --editable "$(1)" \
	--config-settings editable_mode=compat
@touch $@
endef

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { command -v apt-get >/dev/null && \
		{ apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium fonts-noto-cjk >/dev/null; }; } || \
		{ echo "the page's tests need chromium on the PATH, and apt-get could not install it" >&2; exit 2; }
