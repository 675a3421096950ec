import { addModelCredential, toolName } from './agent-run';
import type { ChatModel } from './chat-model/chat-model';
import type { ToolCall } from './chat-model/turn';
import { storedExample, type Workflow } from './examples';
import type { Scene } from './scene';

/** The example with an agent, by the name of its file. */
export const agentExample = 'ai-agent-tool';

/** What the agent's model fills in there. */
export const exampleCall = (prompt: string): ToolCall => ({
	name: toolName,
	arguments: { Prompt: prompt, Duration: 6, Aspect_Ratio: '9:16' },
});

/** The example with a credential for its model, as a person chooses one. */
export async function exampleWithModel(scene: Scene, model: ChatModel): Promise<Workflow> {
	const { workflow } = storedExample(scene.stage, agentExample);
	const id = await addModelCredential(scene, model);
	const openAiApi = { id, name: 'OpenAI account' };
	const nodes = workflow.nodes.map((node) =>
		node.credentials?.openAiApi === undefined ? node : { ...node, credentials: { openAiApi } },
	);
	return { ...workflow, nodes };
}
