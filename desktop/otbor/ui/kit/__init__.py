"""What every section of the window is built from: long work, notices, actions, looks."""
