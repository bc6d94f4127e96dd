/* Matching a path against the patterns of one file: go-gitignore's name, path and any, and ignore.Relative.
 */
#include "syntax/ignore/ignore.h"

#include "base/path.h"
#include "syntax/ignore/fnmatch.h"

/* The part of path that starts at offset at, up to the next slash. */
static struct str part_at(struct str path, size_t at)
{
    struct str rest = str_from(path, at);

    return str_slice(rest, 0, str_find_char(rest, '/'));
}

static size_t after_part(struct str path, size_t at)
{
    return at + part_at(path, at).len + 1;
}

/* Two asterisks stand for any number of parts, also none. As in ignore_fnmatch, only the last ones seen have
 * to try more than their first place. Parts are left while at is no more than path.len. */
static enum ignore_fnmatch match_parts(const struct ignore_pattern *p, struct str path)
{
    size_t part = 0, at = 0, star = SIZE_MAX, tried = 0;

    for (;;) {
        enum ignore_fnmatch one = FNMATCH_NO;
        if (part < p->part_count && p->parts[part].any) {
            star = part++;
            tried = at;
            continue;
        }
        if (part == p->part_count && at > path.len)
            return FNMATCH_YES;
        if (part < p->part_count && at <= path.len)
            one = ignore_fnmatch(p->parts[part].word, part_at(path, at), true);
        if (one == FNMATCH_PANIC)
            return one;
        if (one == FNMATCH_YES) {
            at = after_part(path, at);
            part++;
            continue;
        }
        if (star == SIZE_MAX || tried > path.len)
            return FNMATCH_NO;
        at = tried = after_part(path, tried);
        part = star + 1;
    }
}

static enum ignore_fnmatch match_pattern(const struct ignore_pattern *p, struct str path, bool directory)
{
    if (p->directory && !directory)
        return FNMATCH_NO;
    if (p->kind == PATTERN_ANY)
        return match_parts(p, path);
    if (p->kind == PATTERN_PATH)
        return ignore_fnmatch(p->glob, path, true);
    return ignore_fnmatch(p->glob, p->anchored ? path : str_from(path, path_dir_part(path).len), false);
}

struct ignore_answer ignore_file_match(const struct ignore_file *f, struct str path, bool directory)
{
    if (f->panic.len)
        return (struct ignore_answer){ .verdict = IGNORE_PANICS, .panic = f->panic, .line = f->panic_line };
    for (size_t i = f->count; i-- > 0;) {
        const struct ignore_pattern *p = &f->patterns[i];
        struct ignore_answer answer = { .pattern = p, .line = p->line };
        switch (match_pattern(p, path, directory)) {
        case FNMATCH_NO:
            continue;
        case FNMATCH_YES:
            answer.verdict = p->negated ? IGNORE_INCLUDED : IGNORE_IGNORED;
            return answer;
        case FNMATCH_PANIC:
            answer.verdict = IGNORE_PANICS;
            answer.panic = STR("runtime error: index out of range [0] with length 0");
            return answer;
        }
    }
    return (struct ignore_answer){ 0 };
}

struct ignore_answer ignore_match(const struct ignore_file *f, struct arena *a, struct str path, bool directory)
{
    struct ignore_answer answer = { 0 };

    while (str_starts(path, STR("/")))
        path = str_from(path, 1);
    path = path_clean(a, path);
    if (str_eq(path, STR(".")) || str_eq(path, STR("..")) || str_starts(path, STR("../")))
        return answer;
    for (size_t at = 0; at <= path.len;) {
        size_t end = at + part_at(path, at).len;
        bool last = end == path.len;
        answer = ignore_file_match(f, str_slice(path, 0, end), !last || directory);
        if (answer.verdict == IGNORE_IGNORED || answer.verdict == IGNORE_PANICS)
            break;
        at = end + 1;
    }
    return answer;
}
