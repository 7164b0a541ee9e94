FROM python:3.11-slim AS build
COPY . /src
RUN pip install --no-cache-dir --prefix=/install --only-binary=:all: --no-binary=cardwright /src

FROM python:3.11-slim
COPY --from=build /install /usr/local

# Root, because GitHub's files cannot be written by another user; action.py becomes the workspace's owner.
# -I keeps Python from importing what a pull request left in the workspace, where GitHub starts the container.
ENTRYPOINT ["python", "-I", "-m", "cardwright.action"]
