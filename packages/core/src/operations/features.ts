/** One way to authenticate, as `/ServiceProviderConfig` names it. RFC 7643 section 5. */
export interface AuthenticationScheme {
  readonly type: 'oauth' | 'oauth2' | 'oauthbearertoken' | 'httpbasic' | 'httpdigest' | (string & {});
  readonly name: string;
  readonly description: string;
  /** URL of the scheme's specification. */
  readonly specUri?: string;
  /** URL of the host's own documentation. */
  readonly documentationUri?: string;
  readonly primary?: boolean;
}

/** What the server offers, as `/ServiceProviderConfig` tells it. */
export interface Features {
  /** URL of the host's documentation for administrators. */
  readonly documentationUri?: string;
  readonly authenticationSchemes: readonly AuthenticationScheme[];
}

/** Bearer tokens: what `tokenAuthentication` takes. */
export const bearerTokenScheme: AuthenticationScheme = {
  type: 'oauthbearertoken',
  name: 'OAuth Bearer Token',
  description: 'A token in the Authorization header, issued for one organisation.',
  specUri: 'https://www.rfc-editor.org/info/rfc6750',
  primary: true,
};
