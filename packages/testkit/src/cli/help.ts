import { areas } from '../conformance/conformance-case.ts';

export const HELP = `scimkit-testkit: does a SCIM server understand what identity providers send, and
does it do what the RFCs say?

Usage
  scimkit-testkit replay --url <base> --token <token> --yes [options]
  scimkit-testkit replay --list
  scimkit-testkit conform --url <base> --token <token> --yes [--only flt,pat]

replay sends the requests that Okta, Microsoft Entra ID and others are known to send, in
their order and with their oddities, and compares the answers with what those clients
need. A failed step is printed with the request, the answer, and what was wrong.

conform checks, one by one, what RFC 7643, RFC 7644 and RFC 9865 ask of a server. A case
that fails is printed with the numbers of its requirements, what was expected and what
came. Advice (SHOULD) not followed and other readings of what the RFCs leave open are
printed too, and do not count as failures.

Both create, change and delete users and groups on the server. Point them at an empty
tenant that nobody uses, never at production.

Options of both
  --url <base>        SCIM base URL, for example http://127.0.0.1:3000/scim/v2
  --token <token>     bearer token; or set SCIM_TOKEN, so that the token does not end
                      up in the history of your shell. A value with a blank in it is
                      sent as the whole Authorization header ("Basic dXNlcjpw...").
  --yes               yes, users and groups may be created, changed and deleted there
  --keep              leave what the scenarios or cases created; by default it is
                      deleted after each of them (nothing else is)
  --timeout <seconds> limit for one request, 30 by default
  --help              this text

Options of replay
  --client <name>     only the scenarios of this client; may be given several times
  --scenario <name>   only this scenario, for example okta/user-lifecycle-put; may be
                      given several times
  --list              list the scenarios and what they need of the server, then stop

Options of conform
  --only <areas>      only these areas, for example flt,pat; all are
                      ${areas.slice(0, 12).join(' ')}
                      ${areas.slice(12).join(' ')}

Exit status
  0  all steps passed; no binding case failed
  1  at least one step, or one binding case, failed
  2  nothing was run: wrong options, or --yes is missing

Example
  export SCIM_TOKEN=...
  scimkit-testkit replay --url http://127.0.0.1:3000/scim/v2 --client okta --yes`;

export const REFUSAL = `Nothing was sent: --yes is missing.

Scenarios and cases create, change and delete users and groups on the server, and
scenarios count what they find there. Run them against an empty tenant that nobody uses, and confirm with --yes.`;
