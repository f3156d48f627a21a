import type { ChatHistoryItem, ChatWrapper, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatMessage } from './types';

/**
 * The tokens of a conversation in the model's own template, ending where its answer begins. What a
 * message says can open no turn of its own: its control sequences are read as plain text.
 */
export function chatPrompt(
  model: LlamaModel,
  chatWrapper: ChatWrapper,
  messages: readonly ChatMessage[],
): readonly Token[] {
  const chatHistory: ChatHistoryItem[] = messages.map((message) =>
    message.role === 'assistant'
      ? { type: 'model', response: [message.content] }
      : { type: message.role, text: message.content },
  );
  chatHistory.push({ type: 'model', response: [] });
  const { contextText } = chatWrapper.generateContextState({ chatHistory });
  const tokens = contextText.tokenize(model.tokenizer);
  // Some templates begin with a BOS although the model wants none.
  const { bos, shouldPrependBosToken } = model.tokens;
  if (bos === null || tokens[0] !== bos) return tokens;
  return !shouldPrependBosToken || tokens[1] === bos ? tokens.slice(1) : tokens;
}
