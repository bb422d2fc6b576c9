export { TestServer } from "./server.js";
export type { TestServerOptions, TokenRequest } from "./server.js";
