# Two commands are all a new machine needs: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRIES ?= 10000
INDEX := $(if $(WENCE_INDEX),$(WENCE_INDEX),index)

.PHONY: run test kill fuzz lint evaluate benchmark gallery clean help

help:
	@echo "make run        准备环境、建知识库(首次)、打开页面 http://127.0.0.1:7860"
	@echo "make test       准备环境并运行全部测试"
	@echo "make kill       反复强行中断入库、发布和回退,查验知识库始终完好(几分钟)"
	@echo "make lint       代码检查(ruff、mypy)"
	@echo "make evaluate   在题集上评测回答质量"
	@echo "make benchmark  测速"
	@echo "make gallery    重拍 docs/gallery 里的页面图(要有 chromium)"
	@echo "make fuzz       用上万份损坏的文件试每一种读取程序(TRIES=次数)"

run: $(VENV)/.run-ready
	@if [ ! -e "$(INDEX)/CURRENT" ]; then echo "首次运行:正在用 reports/ 里的示例文件建立知识库……"; $(BIN)/python ingest.py; fi
	@$(BIN)/python app.py

test: $(VENV)/.test-ready
	@echo "正在运行测试……"
	@$(BIN)/python -m pytest

kill: $(VENV)/.test-ready
	@KILLS=50 $(BIN)/python -m pytest tests/knowledge/test_kill.py

lint: $(VENV)/.test-ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

evaluate: $(VENV)/.run-ready
	@$(BIN)/python -m evaluation.evaluate

benchmark: $(VENV)/.run-ready
	@$(BIN)/python -m evaluation.benchmark

gallery: $(VENV)/.test-ready
	@$(BIN)/python ingest.py --index build/gallery
	@$(BIN)/python -m evaluation.gallery --index build/gallery

fuzz: $(VENV)/.test-ready
	@$(BIN)/python -m tests.knowledge.loading.fuzzing $(TRIES)

clean:
	@rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "需要 Python 3.11 或更高版本;请先安装,或用 make PYTHON=/路径/python3.11 指明。"; exit 1; }
	@echo "正在建立虚拟环境 $(VENV)……"
	@$(PYTHON) -m venv $(VENV) || { echo "建立虚拟环境失败;Debian/Ubuntu 请先运行 apt install python3-venv。"; rm -rf $(VENV); exit 1; }

$(VENV)/.run-ready: $(VENV)/bin/python pyproject.toml
	@echo "正在安装依赖(首次需要几分钟)……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar off -e . \
	  || { echo "依赖安装失败;请检查网络后再运行一次,已下载的部分不会重复下载。"; exit 1; }
	@touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready pyproject.toml
	@echo "正在安装测试工具……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar off -e '.[test]' \
	  || { echo "测试工具安装失败;请检查网络后再运行一次。"; exit 1; }
	@touch $@
