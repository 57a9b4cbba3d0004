package ai.chatforge.chat;

/** Which model answers. */
record ModelChoice(ModelProvider provider, ModelProvider.Model model) {}
