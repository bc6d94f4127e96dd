#include "gate/confirm.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

const char *confirm_result_name(enum confirm_result r)
{
    static const char *const names[] = { "confirmed", "contradicted", "not decided" };

    return names[r];
}

/* A result that nobody could read up on would be worse than none. */
static bool record(struct state_dir *d, const struct confirm_wish *w, enum confirm_result r, struct str detail,
                   struct str *error)
{
    struct buf line = { 0 };
    int fd = state_dir_audit(d, error);
    bool repaired, ok = fd >= 0;

    audit_confirm_line(w->tool, w->now, w->generation, str_c(confirm_result_name(r)), detail, &line);
    if (ok && !audit_append(fd, buf_str(&line), &repaired)) {
        *error = ARENA_JOIN(&d->arena, STR(AUDIT_NAME ": "), str_c(strerror(errno)));
        ok = false;
    }
    if (fd >= 0)
        close(fd);
    buf_free(&line);
    return ok;
}

static enum confirm_result not_yet(struct state_dir *d, struct str *detail, struct str why, struct str words)
{
    *detail = ARENA_JOIN(&d->arena, why, words.len ? STR(": ") : STR(""), words);
    return CONFIRM_NOT_YET;
}

static bool is_told(const struct confirm_wish *w, enum confirm_result r, struct str detail)
{
    return !w->tell || w->tell(w->context, r, detail);
}

static enum confirm_result not_told(struct state_dir *d, struct str *detail, struct str words)
{
    return not_yet(d, detail, STR("it could not be told, so nothing was done"), words);
}

static enum confirm_result contradict(struct state_dir *d, const struct confirm_wish *w, struct str why,
                                      struct str words, struct str *detail)
{
    struct str error;

    *detail = ARENA_JOIN(&d->arena, why, words.len ? STR(": ") : STR(""), words);
    if (!is_told(w, CONFIRM_NO, *detail))
        return not_told(d, detail, words);
    if (!state_dir_refuse(d, w->generation, &error) || !record(d, w, CONFIRM_NO, *detail, &error))
        *detail = ARENA_JOIN(&d->arena, *detail, STR("; it could not be written down: "), error);
    return CONFIRM_NO;
}

/* Killed between the two it is good, and only its record is missing. */
static enum confirm_result accept(struct state_dir *d, const struct confirm_wish *w, struct str words,
                                  struct str *detail)
{
    struct str error;

    if (!is_told(w, CONFIRM_YES, words))
        return not_told(d, detail, words);
    if (!state_dir_promote(d, w->generation, w->keep, &error))
        return not_yet(d, detail, STR("it could not be made good"), error);
    *detail = words;
    if (!record(d, w, CONFIRM_YES, *detail, &error))
        *detail = ARENA_JOIN(&d->arena, *detail, STR("; it is good, but that could not be recorded: "), error);
    return CONFIRM_YES;
}

static enum confirm_result soak(struct state_dir *d, const struct confirm_wish *w, const struct confirm_evidence *e,
                                bool known, int64_t since, struct str *detail)
{
    struct str error;

    if (!known) {
        since = w->now;
        if (!state_dir_note_acted(d, w->generation, w->now, &error))
            return not_yet(d, detail, STR("when it was acted on could not be noted"), error);
    }
    if (w->now - since < w->soak)
        return not_yet(d, detail,
                       arena_printf(&d->arena, "its consumer acted on it; it has to live for %" PRId64 " seconds more",
                                    w->soak - (w->now - since)),
                       e->words);
    return accept(d, w, e->words, detail);
}

enum confirm_result confirm_step(struct state_dir *d, const struct confirm_wish *w, const struct confirm_evidence *e,
                                 struct str *detail)
{
    int64_t since = 0;
    bool known = state_dir_acted(d, w->generation, w->now, &since);

    if (e->seen == SEEN_OTHER)
        return contradict(d, w, STR("its consumer contradicts it"), e->words, detail);
    if (e->seen == SEEN_OLD && known)
        return contradict(d, w, STR("its consumer acted on it, and went back"), e->words, detail);
    if (e->seen == SEEN_OLD)
        return not_yet(d, detail, STR("its consumer has not acted on it yet"), e->words);
    if (e->seen == SEEN_NOTHING)
        return not_yet(d, detail, STR("whether its consumer acted on it can't be told"), e->words);
    if (e->health == HEALTH_BAD)
        return contradict(d, w, STR("its consumer acted on it, and does not live"), e->words, detail);
    if (e->health == HEALTH_UNKNOWN)
        return not_yet(d, detail, STR("whether its consumer lives can't be told"), e->words);
    return soak(d, w, e, known, since, detail);
}

static bool has_file(const struct state *s, const struct sha256 *digest)
{
    for (size_t i = 0; s && i < s->file_count; i++)
        if (sha256_eq(&s->files[i].sha256, digest))
            return true;
    return false;
}

enum confirm_seen confirm_file(struct str bytes, const struct state *candidate, const struct state *good)
{
    struct arena a = { 0 };
    struct sha256 digest;
    enum confirm_seen seen = SEEN_OTHER;
    struct str hex;
    bool of_candidate, of_good;

    if (!sha256_of(bytes, &digest))
        return SEEN_NOTHING;
    hex = sha256_hex(&a, &digest);
    of_candidate = has_file(candidate, &digest) || (candidate->seal.len && str_eq(hex, candidate->seal));
    of_good = has_file(good, &digest) || (good && good->seal.len && str_eq(hex, good->seal));
    if (of_candidate && of_good)
        seen = SEEN_NOTHING;
    else if (of_candidate)
        seen = SEEN_CANDIDATE;
    else if (of_good)
        seen = SEEN_OLD;
    arena_free(&a);
    return seen;
}
