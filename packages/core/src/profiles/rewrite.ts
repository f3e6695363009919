export interface Rewrite { readonly name: string; readonly evidence: string }
