#include "rules/prow/job/clone_uri.h"

#include "schema/behaviour.h"
#include "syntax/scalar/url.h"

bool clone_uri_is_checked(const struct window *w, const struct job *j)
{
    return job_text(j, "clone_uri").len && job_container_count(j) && behaviour_may_hold(w, BEHAVIOUR_CLONE_URI_PARSES);
}

static struct str without_user(struct str uri)
{
    size_t at = str_find_char(uri, '@');

    return at == SIZE_MAX ? uri : str_from(uri, at + 1);
}

struct str clone_uri_error(struct arena *a, struct str uri)
{
    struct url url;
    struct str error;

    return url_parse(without_user(uri), a, &url, &error) ? STR("") : error;
}

bool clone_uri_lacks_http(const struct window *w, const struct job *j, struct str uri, struct str *parsed)
{
    struct url url;
    struct str error;

    *parsed = without_user(uri);
    if (!behaviour_may_hold(w, BEHAVIOUR_OAUTH_TOKEN_SECRET) ||
        !decoration_get(&j->decoration, STR("oauth_token_secret")) || !url_parse(*parsed, j->arena, &url, &error))
        return false;
    return !str_eq(url.scheme, STR("http")) && !str_eq(url.scheme, STR("https"));
}
