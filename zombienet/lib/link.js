// A wire between nodes that can be cut: a proxy before a node's port.
import { connect, createServer } from 'node:net';

export class Link {
  /** Listen before the port `target` on loopback; `port` is where. */
  static async before(target) {
    const link = new Link();
    Object.assign(link, { target, port: 0, sockets: new Set(), server: null });
    await link.mend();
    return link;
  }

  /** Let connections through, those made from now on. */
  mend() {
    this.server = createServer((near) => {
      const far = connect({ host: '127.0.0.1', port: this.target });
      for (const [from, to] of [[near, far], [far, near]]) {
        this.sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => { this.sockets.delete(from); to.destroy(); });
      }
    });
    return new Promise((resolve, reject) => {
      this.server.once('error', reject).listen(this.port, '127.0.0.1', () => {
        this.port = this.server.address().port;
        resolve();
      });
    });
  }

  /** End all connections and let none through. */
  async cut() {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
