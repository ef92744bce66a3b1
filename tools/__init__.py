"""What stands behind the make targets. `tools.setup` runs on a bare Python; the others on the project's environment."""
