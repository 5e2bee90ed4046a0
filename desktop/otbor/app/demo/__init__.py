"""The demo: a whole campaign of an invented lyceum, every act through the services."""
