"""What the assistant answers: one function a question, facts in, sentences out."""
