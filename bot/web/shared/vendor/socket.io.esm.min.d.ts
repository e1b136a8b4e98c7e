/** The part of socket.io-client 4.8 that is used here. */
export interface Socket {
  connected: boolean;
  active: boolean;
  on(event: string, listener: (...args: any[]) => void): this;
  off(event: string, listener?: (...args: any[]) => void): this;
  emit(event: string, ...args: any[]): this;
  connect(): this;
  disconnect(): this;
}
export function io(url: string, options?: Record<string, unknown>): Socket;
