FROM python:3.11-slim

# The source is only looked at: no layer holds it. Dependencies come as wheels; nothing is compiled.
RUN --mount=type=bind,target=/src pip install --no-cache-dir --only-binary=:all: --no-binary=cardwright /src

# Root, because GitHub's files cannot be written by another user; action.py becomes the workspace's owner.
# -I keeps Python from importing what a pull request left in the workspace, where GitHub starts the container.
ENTRYPOINT ["python", "-I", "-m", "cardwright.action"]
