// An OpenID Connect provider for tests: PKCE required, three people, no sign-in form.
// `GET <interaction>?account=ann` signs that person in, `?account=` refuses.
// Prints its issuer once it listens on a free port of this machine.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";

import Provider from "oidc-provider";

const redirectUri = process.argv[2];

const people = {
  ann: { email: "ann@firm.example", email_verified: true, name: "Ann Archer" },
  una: { email: "una@firm.example", email_verified: false, name: "Una Unsure" },
  nemo: { name: "Nemo" },
};

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "tikify",
      client_secret: "a secret that only the two of us know",
      redirect_uris: [redirectUri],
    },
    {
      client_id: "tikify-public",
      token_endpoint_auth_method: "none",
      redirect_uris: [redirectUri],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] },
  pkce: { required: () => true },
  // Everybody agrees to everything that is asked.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({
      clientId: oidc.client.clientId,
      accountId: oidc.session.accountId,
    });
    grant.addOIDCScope(oidc.params.scope);
    await grant.save();
    return grant;
  },
});

const answer = provider.callback();
server.on("request", (request, response) => {
  const address = new URL(request.url, issuer);
  if (!address.pathname.startsWith("/interaction/")) {
    answer(request, response);
    return;
  }
  const account = address.searchParams.get("account");
  const result = account
    ? { login: { accountId: account } }
    : { error: "access_denied", error_description: "The person said no." };
  provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
});

console.log(issuer);
