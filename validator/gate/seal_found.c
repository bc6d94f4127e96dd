#include "gate/seal.h"
#include "gate/seal_sign.h"

static bool fail(struct arena *a, struct str *why, const char *what, struct str reason)
{
    *why = ARENA_JOIN(a, str_c(what), reason);
    return false;
}

bool seal_find_manifest(struct seal_found *m, struct arena *a, const struct fs *tree, struct str given, struct str *why)
{
    struct str name = given.len ? given : STR(SEAL_NAME), reason;
    struct fs_error error;
    struct fs_disk here;

    fs_disk_open(&here, NULL, &error);
    if (!fs_read(given.len ? &here.fs : tree, name, SEAL_LARGEST, &m->bytes, &error)) {
        m->missing = !given.len && fs_error_not_exist(&error);
        return fail(a, why, "the manifest can't be read: ", fs_error_text(&error, a));
    }
    if (seal_read(&m->seal, a, buf_str(&m->bytes), &reason))
        return true;
    return fail(a, why, "the manifest ", ARENA_JOIN(a, name, STR(" can't be trusted: "), reason));
}

bool seal_check_found(struct seal_found *m, struct arena *a, struct str command, unsigned timeout_ms, struct str *why)
{
    const struct seal *s = &m->seal;
    struct str reason;

    if (command.len == 0)
        return true;
    if (s->signature.len == 0)
        return fail(a, why, "the manifest is not signed", STR(""));
    m->signature_checked = seal_check_signature(a, command, s->body, s->signature, timeout_ms, &reason);
    return m->signature_checked || fail(a, why, "the signature does not hold: ", reason);
}
