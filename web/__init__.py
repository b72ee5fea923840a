"""What is shown: the Gradio page; the only package that knows HTML."""
