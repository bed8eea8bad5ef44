"""Coming in through the identity provider of the place (OpenID Connect, authorization code with PKCE).

Nothing here runs, and nothing is asked of the network, unless the settings name a provider."""
