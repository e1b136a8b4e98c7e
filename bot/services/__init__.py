"""Use cases, one async function each: load, verb, commit, publish. No web framework, no Rasa."""
