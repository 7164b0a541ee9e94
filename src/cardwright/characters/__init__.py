"""Characters that are not what their author meant, and text that nobody should read."""
