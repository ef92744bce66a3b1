"""What the measurements share: load, meters, a site to measure, how a result is printed."""
