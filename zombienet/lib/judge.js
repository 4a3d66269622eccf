// The HTTP service that validators' nodes ask about orders. While it gives no answer, they abstain,
// and a test has time to do something to a subject that waits.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

export class Judge {
  /** Listen on a free port of this machine, giving no answer. */
  static async start() {
    const judge = new Judge();
    // What to answer: true, false, or null for nothing that a node understands.
    judge.approve = null;
    judge.asked = 0;
    judge.server = createServer((request, response) => {
      request.resume().on('end', () => {
        judge.asked += 1;
        response.statusCode = judge.approve === null ? 503 : 200;
        response.end(judge.approve === null ? '' : JSON.stringify({ approve: judge.approve }));
      });
    });
    await new Promise((resolve, reject) => {
      judge.server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return judge;
  }

  /** Let these nodes, which do not run yet, ask it. */
  preside(dir, nodes) {
    const policy = join(dir, 'judge.toml');
    writeFileSync(policy, `[service]\nurl = "http://127.0.0.1:${this.server.address().port}/assess"\n`);
    for (const node of nodes) node.args.push('--approval-policy', policy);
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
