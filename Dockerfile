# BASE is any Debian-like image with Python 3.11 or newer and its venv module.
ARG BASE=python:3.12-slim-bookworm

FROM ${BASE} AS builder
# TORCH_INDEX_URL: the CPU index of PyTorch's install page; without it, torch brings gigabytes of CUDA on x86-64.
# PIP_FIND_LINKS: a folder mounted into the build that holds a wheel of torch. Both may stay empty.
ARG TORCH_VERSION=2.13.0
ARG TORCH_INDEX_URL=
ARG PIP_FIND_LINKS=
WORKDIR /app
RUN python3 -m venv /tools \
    && /tools/bin/pip install --no-cache-dir --retries 1 "uv==0.13.*" \
    && python3 -m venv --without-pip /venv
# A step of its own, by pip: a dead index costs seconds here, and the lock leaves torch out.
RUN /tools/bin/pip --python /venv/bin/python install --no-cache-dir --retries 1 \
    ${TORCH_INDEX_URL:+--extra-index-url "${TORCH_INDEX_URL}"} "torch==${TORCH_VERSION}"
COPY requirements.lock ./
RUN /tools/bin/uv pip install --no-cache --python /venv/bin/python \
    --require-hashes --no-deps --compile-bytecode -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY config config
COPY retrieval retrieval
COPY bot bot
RUN /tools/bin/uv pip install --no-cache --python /venv/bin/python --no-deps --compile-bytecode .
# What not everybody needs, e.g. "postgres,openai" (pyproject.toml, optional-dependencies).
ARG EXTRAS=
RUN test -z "${EXTRAS}" || /tools/bin/uv pip install --no-cache --python /venv/bin/python \
    --constraint requirements.lock ".[${EXTRAS}]"
COPY corpus corpus
RUN chmod -R a+rX config corpus

FROM ${BASE}
RUN groupadd --gid 10001 bot \
    && useradd --uid 10001 --gid bot --no-create-home --home-dir /tmp --no-log-init bot \
    && install --directory --owner=bot --group=bot /data
COPY --from=builder /venv /venv
COPY --from=builder /app/config /app/config
COPY --from=builder /app/corpus /app/corpus
WORKDIR /app
# The root may be read-only: what is kept goes to /data, what is not to /tmp (a tmpfs).
# OMP_WAIT_POLICY: the bundled embedder stalls on a busy machine unless idle OpenMP threads sleep.
ENV PATH=/venv/bin:$PATH \
    LANG=C.UTF-8 \
    HOME=/tmp \
    HF_HOME=/data/models \
    OMP_WAIT_POLICY=passive \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DEEPSEEK_BOT__RETRIEVAL__DATA=/data
VOLUME /data
USER 10001:10001
# The first start builds the index before it answers: minutes on a small machine.
HEALTHCHECK --interval=5m --timeout=1m --start-period=15m CMD ["deepseek-bot", "check"]
ENTRYPOINT ["deepseek-bot"]
CMD ["run"]
