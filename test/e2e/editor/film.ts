import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { say } from '../say';

/** The width of the finished film in pixels, and WebP's quality, so that it stays below 3 MB. */
const filmWidth = 1100;
const quality = 95;
const asWebp = [
	...['-loop', '0', '-c:v', 'libwebp_anim'],
	...['-quality', String(quality), '-compression_level', '6'],
];
const asWebm = ['-c:v', 'libvpx-vp9', '-crf', '32', '-b:v', '0', '-pix_fmt', 'yuv420p'];
const kilobyte = 1024;
/** The pointer's way from one place to the next. */
const pointerSteps = 5;
const stepMs = 60;

/** A headless browser draws no pointer, so the page gets one that follows the mouse. */
const pointer = `
	document.getElementById('film-pointer')?.remove();
	const it = document.createElement('div');
	it.id = 'film-pointer';
	it.innerHTML = '<svg width="22" height="22" viewBox="0 0 22 22"><path d="M3 1l14 11h-7l4 8-3 1-4-8-4 5z" fill="#111" stroke="#fff" stroke-width="1.4"/></svg>';
	it.style.cssText = 'position:fixed;left:-40px;top:-40px;z-index:2147483647;pointer-events:none';
	document.body.append(it);
	document.addEventListener('mousemove', ({ clientX, clientY }) => {
		it.style.left = clientX - 3 + 'px';
		it.style.top = clientY - 1 + 'px';
	}, true);`;

/** Shows a text at the top of the page, where n8n has little to see. Runs in the page. */
const showCaption = (text: string) => `
	const bar = document.getElementById('film-caption') ?? document.createElement('div');
	bar.id = 'film-caption';
	bar.textContent = ${JSON.stringify(text)};
	bar.style.cssText = 'position:fixed;left:50%;top:6px;transform:translateX(-50%);z-index:2147483646;' +
		'pointer-events:none;padding:8px 24px;border-radius:8px;font:600 19px sans-serif;color:#fff;' +
		'background:rgba(20,20,40,.92);white-space:nowrap';
	document.body.append(bar);`;

interface Frame {
	readonly file: string;
	readonly ms: number;
}

/** A moving picture of what a person does on a page: each frame is taken when something has changed. */
export class Film {
	private readonly folder = mkdtempSync(join(tmpdir(), 'seedance-film-'));
	private readonly frames: Frame[] = [];
	private at = { x: 640, y: 400 };
	private text = '';

	constructor(private readonly page: Page) {}

	/** Draws the pointer on a page that has just been loaded. */
	async showPointer(): Promise<void> {
		await this.page.evaluate(pointer);
		await this.page.mouse.move(this.at.x, this.at.y);
	}

	/** Sets the text above the frames from now on, on every page. */
	caption(text: string): void {
		this.text = text;
	}

	/** Takes a frame that is shown for so long, in ms. */
	async take(ms: number): Promise<void> {
		if (this.text !== '') await this.page.evaluate(showCaption(this.text));
		const file = join(this.folder, `${String(this.frames.length).padStart(4, '0')}.png`);
		await this.page.screenshot({ path: file });
		this.frames.push({ file, ms });
	}

	/** Moves the pointer there in sight, and clicks. */
	async click(target: Locator): Promise<void> {
		await target.scrollIntoViewIfNeeded();
		const place = await target.boundingBox();
		if (place === null) throw new Error(`Not on the page: ${String(target)}`);
		await this.movePointer({ x: place.x + place.width / 2, y: place.y + place.height / 2 });
		await target.click();
	}

	/** Moves the pointer in sight. */
	async movePointer(to: { readonly x: number; readonly y: number }): Promise<void> {
		const from = this.at;
		for (let step = 1; step <= pointerSteps; step += 1) {
			const part = step / pointerSteps;
			const x = from.x + (to.x - from.x) * part;
			const y = from.y + (to.y - from.y) * part;
			await this.page.mouse.move(x, y);
			await this.take(stepMs);
		}
		this.at = { ...to };
	}

	/** Types at the cursor, so many letters a frame. */
	async type(text: string, lettersAFrame: number, ms: number): Promise<void> {
		for (let i = 0; i < text.length; i += lettersAFrame) {
			await this.page.keyboard.type(text.slice(i, i + lettersAFrame));
			await this.take(ms);
		}
	}

	/** Writes the film, as an animated WebP or a WebM by the file's name. Needs ffmpeg. */
	save(file: string): void {
		const lines = this.frames.map(
			({ file: frame, ms }) => `file '${frame}'\nduration ${ms / 1000}`,
		);
		const last = this.frames.at(-1)?.file ?? '';
		const list = join(this.folder, 'frames.txt');
		// The last duration counts only when another frame follows.
		writeFileSync(list, [...lines, `file '${last}'`].join('\n'));
		execFileSync(
			'ffmpeg',
			[
				...['-v', 'error', '-nostdin', '-y', '-f', 'concat', '-safe', '0', '-i', list],
				...['-vf', `scale=${filmWidth}:-2:flags=lanczos`, '-fps_mode', 'vfr'],
				...(extname(file) === '.webm' ? asWebm : asWebp),
				file,
			],
			{ stdio: 'inherit' },
		);
		rmSync(this.folder, { recursive: true });
		say(`  ${basename(file)}  ${Math.ceil(statSync(file).size / kilobyte)} kB`);
	}
}
