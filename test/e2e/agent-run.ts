import type { ChatModel } from './chat-model/chat-model';
import { startChatModel } from './chat-model/chat-model';
import type { OfferedTool } from './chat-model/conversation';
import type { Script } from './chat-model/turn';
import { chainNode, manualChain, seedanceNode, type ChainNode } from './chain';
import type { Workflow } from './examples';
import type { Execution } from './n8n-rest';
import { Published } from './published';
import type { Scene } from './scene';

/** The names of the nodes in an agent's workflow. */
export const agentNode = 'AI Agent';
export const toolNode = 'Make video';
const modelNode = 'OpenAI Chat Model';
/** The tool's name for the model. */
export const toolName = 'Make_video';

/** A field that the model fills in. */
export const fromAi = (key: string, description: string, type = 'string') =>
	`={{ $fromAI('${key}', '${description}', '${type}') }}`;

/** The result of an agent's run. */
export interface AgentRun {
	readonly execution: Execution;
	/** The tools' answers, in the order of the calls. */
	readonly results: readonly string[];
	/** The tools as they were described to it. */
	readonly tools: readonly OfferedTool[];
	/** Every byte of text that the model's API was sent. */
	readonly sentToModel: string;
}

/** A node that hangs below an agent, by a connection of this type. */
const below = (type: string) => ({ [type]: [[{ node: agentNode, type, index: 0 }]] });

/** A workflow that a person starts: an agent with a chat model and one tool. */
export function agentWorkflow(
	title: string,
	request: string,
	chatModel: ChainNode,
	tool: ChainNode,
): Workflow {
	const agent = chainNode(agentNode, '@n8n/n8n-nodes-langchain.agent', 3, {
		promptType: 'define',
		text: request,
		options: {},
	});
	const workflow = manualChain(title, [agent]);
	return {
		...workflow,
		nodes: [
			...workflow.nodes,
			{ ...chatModel, position: [160, 220] },
			{ ...tool, position: [320, 220] },
		],
		connections: {
			...workflow.connections,
			[chatModel.name]: below('ai_languageModel'),
			[tool.name]: below('ai_tool'),
		},
	};
}

/** Stores a credential for a chat model and returns its id. */
export async function addModelCredential({ stage }: Scene, model: ChatModel): Promise<string> {
	const data = { apiKey: 'chat-key', url: model.baseUrl };
	return await stage.rest.addCredential('OpenAI account', 'openAiApi', data);
}

/** An OpenAI Chat Model node. */
export function chatModelNode(credentialId: string, usesResponses: boolean): ChainNode {
	const parameters = {
		model: { __rl: true, mode: 'id', value: 'scripted' },
		responsesApiEnabled: usesResponses,
		options: {},
	};
	return chainNode(modelNode, '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.3, parameters, {
		credentials: { openAiApi: { id: credentialId, name: 'OpenAI account' } },
	});
}

/**
 * Lets an agent whose model follows a script work with Seedance Text to Video as its tool, and waits
 * until it has answered.
 * @param usesResponses which of OpenAI's APIs the model is asked by, Responses or Chat Completions
 */
export async function runAgent(
	scene: Scene,
	subject: string,
	parameters: Readonly<Record<string, unknown>>,
	script: Script,
	usesResponses = true,
): Promise<AgentRun> {
	const model = await startChatModel(script);
	try {
		const chatModel = chatModelNode(await addModelCredential(scene, model), usesResponses);
		const type = 'seedanceTextToVideoTool';
		const tool = seedanceNode(toolNode, type, scene.stage.credentialId, parameters);
		const workflow = agentWorkflow(subject, 'Make me a video', chatModel, tool);
		const published = await Published.unpublished(scene, workflow);
		const execution = await published.succeeded(await published.startByHand());
		const sentToModel = JSON.stringify(model.requests);
		return { execution, results: model.results(), tools: model.tools(), sentToModel };
	} finally {
		await model.stop();
	}
}
