export const HELP = `scimkit-testkit: does a SCIM server understand what identity providers send?

Usage
  scimkit-testkit replay --url <base> --token <token> --yes [options]
  scimkit-testkit replay --list

It sends the requests that Okta, Microsoft Entra ID and others are known to send, in
their order and with their oddities, and compares the answers with what those clients
need. A failed step is printed with the request, the answer, and what was wrong.

It creates, changes and deletes users and groups on the server. Point it at an empty
tenant that nobody uses, never at production.

Options
  --url <base>        SCIM base URL, for example http://127.0.0.1:3000/scim/v2
  --token <token>     bearer token; or set SCIM_TOKEN, so that the token does not end
                      up in the history of your shell. A value with a blank in it is
                      sent as the whole Authorization header ("Basic dXNlcjpw...").
  --yes               yes, users and groups may be created, changed and deleted there
  --client <name>     only the scenarios of this client; may be given several times
  --scenario <name>   only this scenario, for example okta/user-lifecycle-put; may be
                      given several times
  --list              list the scenarios and what they need of the server, then stop
  --keep              leave what the scenarios created; by default it is deleted
                      after each of them (nothing else is)
  --timeout <seconds> limit for one request, 30 by default
  --help              this text

Exit status
  0  all steps passed
  1  at least one step failed
  2  nothing was run: wrong options, or --yes is missing

Example
  export SCIM_TOKEN=...
  scimkit-testkit replay --url http://127.0.0.1:3000/scim/v2 --client okta --yes`;

export const REFUSAL = `Nothing was sent: --yes is missing.

The scenarios create, change and delete users and groups on the server, and count what
they find there. Run them against an empty tenant that nobody uses, and confirm with --yes.`;
