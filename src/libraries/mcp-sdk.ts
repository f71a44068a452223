import { connection, defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/modelcontextprotocol/typescript-sdk';
const servers = `${docs}/blob/main/docs/server.md`;

/** A transport that is connected ends with its server; one for each request must be ended when the response is. */
export default defineLibrary({
  id: 'mcp-sdk',
  docs,
  packages: ['@modelcontextprotocol/sdk', '@modelcontextprotocol/sdk/*', '@modelcontextprotocol/server', '@modelcontextprotocol/node'],
  exports: {
    ...entries(['StreamableHTTPServerTransport', 'NodeStreamableHTTPServerTransport', 'SSEServerTransport', 'WebStandardStreamableHTTPServerTransport'], {
      docs: servers,
      construct: 'transport',
      constructs: {
        acquires: connection('an MCP transport with its server and streams', ['close'], {
          remedy: "close both when the response ends: res.on('close', () => server.close()), or server.close() in finally; it closes the transport too",
        }),
      },
    }),
    ...entries(['McpServer', 'Server'], { docs: servers, construct: 'server' }),
  },
  handles: {
    transport: { title: 'an MCP transport', members: entries(['close', 'handleRequest', 'handlePostMessage', 'send', 'start'], { docs: servers, call: {} }) },
    server: {
      title: 'an MCP server',
      members: {
        connect: { docs: servers, call: { adopts: 'receiver' } },
        close: { docs: servers, call: {} },
      },
    },
  },
});
