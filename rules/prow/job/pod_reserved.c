#include "rule/version_note.h"
#include "rules/prow/job/pod.h"

#define ALWAYS BEHAVIOUR_COUNT
#define STILL BEHAVIOUR_COUNT

struct reserved_env {
    struct pod_reserved name;
    enum job_kind kind; /* PERIODIC: all kinds; POSTSUBMIT: those with a repo; PRESUBMIT: those with a pull request */
};

static const struct reserved_env envs[] = {
    { { STR_INIT("CI"), BEHAVIOUR_ENV_CI_RESERVED, STILL }, PERIODIC },
    { { STR_INIT("JOB_NAME"), ALWAYS, STILL }, PERIODIC },
    { { STR_INIT("JOB_SPEC"), ALWAYS, STILL }, PERIODIC },
    { { STR_INIT("JOB_TYPE"), ALWAYS, STILL }, PERIODIC },
    { { STR_INIT("PROW_JOB_ID"), ALWAYS, STILL }, PERIODIC },
    { { STR_INIT("BUILD_ID"), ALWAYS, STILL }, PERIODIC },
    { { STR_INIT("BUILD_NUMBER"), ALWAYS, STILL }, PERIODIC },
    { { STR_INIT("buildId"), ALWAYS, BEHAVIOUR_ENV_BUILD_ID_FREE }, PERIODIC },
    { { STR_INIT("REPO_OWNER"), ALWAYS, STILL }, POSTSUBMIT },
    { { STR_INIT("REPO_NAME"), ALWAYS, STILL }, POSTSUBMIT },
    { { STR_INIT("SRC_BASE"), BEHAVIOUR_ENV_SRC_RESERVED, STILL }, POSTSUBMIT },
    { { STR_INIT("SRC_HOST"), BEHAVIOUR_ENV_SRC_RESERVED, STILL }, POSTSUBMIT },
    { { STR_INIT("PULL_BASE_REF"), ALWAYS, STILL }, POSTSUBMIT },
    { { STR_INIT("PULL_BASE_SHA"), ALWAYS, STILL }, POSTSUBMIT },
    { { STR_INIT("PULL_REFS"), ALWAYS, STILL }, POSTSUBMIT },
    { { STR_INIT("PULL_NUMBER"), ALWAYS, STILL }, PRESUBMIT },
    { { STR_INIT("PULL_PULL_SHA"), ALWAYS, STILL }, PRESUBMIT },
    { { STR_INIT("PULL_HEAD_REF"), BEHAVIOUR_ENV_PULL_HEAD_REF_RESERVED, STILL }, PRESUBMIT },
    { { STR_INIT("PULL_TITLE"), BEHAVIOUR_ENV_PULL_TITLE_RESERVED, STILL }, PRESUBMIT },
};

static const struct pod_reserved volumes[] = {
    { STR_INIT("logs"), ALWAYS, STILL },
    { STR_INIT("code"), ALWAYS, STILL },
    { STR_INIT("tools"), ALWAYS, STILL },
    { STR_INIT("gcs-credentials"), ALWAYS, STILL },
    { STR_INIT("s3-credentials"), BEHAVIOUR_DECORATION_S3_CREDENTIALS, STILL },
};

static const struct pod_reserved mounts[] = {
    { STR_INIT("logs"), ALWAYS, STILL },
    { STR_INIT("code"), ALWAYS, STILL },
    { STR_INIT("tools"), ALWAYS, STILL },
    { STR_INIT("gcs-credentials"), ALWAYS, BEHAVIOUR_DECORATION_CREDENTIALS_MOUNTABLE },
    { STR_INIT("s3-credentials"), BEHAVIOUR_DECORATION_S3_CREDENTIALS, BEHAVIOUR_DECORATION_CREDENTIALS_MOUNTABLE },
};

static const struct pod_reserved paths[] = {
    { STR_INIT("/logs"), ALWAYS, STILL },
    { STR_INIT("/home/prow/go"), ALWAYS, STILL },
    { STR_INIT("/tools"), ALWAYS, STILL },
    { STR_INIT("/secrets/gcs"), ALWAYS, BEHAVIOUR_DECORATION_VOLUMES_MOUNTABLE },
    { STR_INIT("/secrets/s3-storage"), BEHAVIOUR_DECORATION_S3_CREDENTIALS, BEHAVIOUR_DECORATION_VOLUMES_MOUNTABLE },
};

bool pod_reserved_by(const struct window *w, const struct pod_reserved *r)
{
    return (r->since == ALWAYS || behaviour_may_hold(w, r->since)) &&
           (r->until == STILL || !behaviour_holds(w, r->until));
}

void pod_reserved_note(struct check *c, const struct pod_reserved *r)
{
    if (r->since != ALWAYS && !behaviour_holds(check_window(c), r->since))
        refused_since(c, r->since);
    else if (r->until != STILL)
        accepted_since(c, r->until);
}

const struct pod_reserved *pod_reserved_env(const struct window *w, enum job_kind kind, struct str name)
{
    for (size_t i = 0; i < COUNT_OF(envs); i++)
        if (kind <= envs[i].kind && str_eq(envs[i].name.text, name))
            return pod_reserved_by(w, &envs[i].name) ? &envs[i].name : NULL;
    return NULL;
}

static const struct pod_reserved *find(const struct window *w, const struct pod_reserved *list, size_t n,
                                       struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].text, name))
            return pod_reserved_by(w, &list[i]) ? &list[i] : NULL;
    return NULL;
}

const struct pod_reserved *pod_reserved_volume(const struct window *w, struct str name)
{
    return find(w, volumes, COUNT_OF(volumes), name);
}

const struct pod_reserved *pod_reserved_mount(const struct window *w, struct str name)
{
    return find(w, mounts, COUNT_OF(mounts), name);
}

const struct pod_reserved *pod_reserved_path(const struct window *w, struct str path)
{
    bool overlap = !behaviour_holds(w, BEHAVIOUR_MOUNT_PATH_CLASH_BY_EQUALITY);

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct str taken = paths[i].text;
        if (!pod_reserved_by(w, &paths[i]))
            continue;
        if (str_eq(path, taken) || (overlap && (str_starts(path, taken) || str_starts(taken, path))))
            return &paths[i];
    }
    return NULL;
}

const struct node *pod_decoration_secret(const struct window *w, const struct job *j, struct str name)
{
    const struct node *oauth, *keys;

    if (j->decoration.count == 0 || !behaviour_may_hold(w, BEHAVIOUR_DECORATION_GIT_SECRETS_RESERVED) ||
        (!j->config->common.git_secrets && decoration_is_common(&j->decoration, &j->config->common)))
        return NULL;
    oauth = node_field(decoration_get(&j->decoration, STR("oauth_token_secret")), STR("name"));
    keys = decoration_list(&j->decoration, STR("ssh_key_secrets"));
    if (oauth && node_is(oauth, name))
        return oauth;
    for (const struct node *k = node_first(keys); k; k = node_next(keys, k))
        if (node_is(k, name))
            return node_value(k);
    return NULL;
}
