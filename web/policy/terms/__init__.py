"""The typed values of a policy, one file per group; `web.policy.values` puts them together."""
