/* Ignore files: the first line is a path, the rest an ignore file. The fast matchers have to agree with plain
 * ones that try every place for every star, as the library does. */
#include "syntax/ignore/ignore.h"
#include "syntax/ignore/fnmatch.h"

#include "base/path.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Calls of the plain matchers for one answer: they take exponential time. */
enum { MOST_STEPS = 20000 };

static enum ignore_fnmatch plain_fnmatch(struct str pattern, struct str s, bool pathname, unsigned *steps)
{
    size_t star = 0;
    bool in_class = false;

    if (++*steps > MOST_STEPS)
        return FNMATCH_NO;
    /* up to the first star that is one; what is before it can be matched alone by trying every length */
    while (star < pattern.len && (in_class || pattern.p[star] != '*')) {
        if (pattern.p[star] == '\\' && star + 1 < pattern.len)
            star++;
        else if (pattern.p[star] == '[')
            return ignore_fnmatch(pattern, s, pathname); /* classes are left to the matcher under test */
        star++;
    }
    if (star >= pattern.len)
        return ignore_fnmatch(pattern, s, pathname);
    for (size_t head = 0; head <= s.len; head++) {
        if (ignore_fnmatch(str_slice(pattern, 0, star), str_slice(s, 0, head), pathname) != FNMATCH_YES)
            continue;
        for (size_t rest = head; rest <= s.len; rest++) {
            struct str after = str_from(pattern, star + 1);
            if (plain_fnmatch(after, str_from(s, rest), pathname, steps) == FNMATCH_YES)
                return FNMATCH_YES;
            if (pathname && rest < s.len && s.p[rest] == '/')
                break;
        }
    }
    return FNMATCH_NO;
}

static bool plain_parts(const struct ignore_part *parts, size_t count, struct str path, bool over, unsigned *steps)
{
    struct str part, rest;
    bool more;

    if (++*steps > MOST_STEPS)
        return false;
    if (count == 0)
        return over;
    if (parts[0].any && plain_parts(parts + 1, count - 1, path, over, steps))
        return true;
    if (over)
        return false;
    more = str_cut(path, '/', &part, &rest);
    if (parts[0].any)
        return plain_parts(parts, count, rest, !more, steps);
    return ignore_fnmatch(parts[0].word, part, true) == FNMATCH_YES &&
           plain_parts(parts + 1, count - 1, rest, !more, steps);
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static void check_pattern(const struct ignore_pattern *p, struct str path)
{
    struct ignore_file one = { .patterns = p, .count = 1 };
    enum ignore_verdict verdict = ignore_file_match(&one, path, true).verdict;
    struct str subject = path;
    unsigned steps = 0;
    bool plain;

    if (verdict == IGNORE_PANICS || !is_ascii(path))
        return;
    if (p->kind == PATTERN_NAME && !p->anchored)
        subject = str_from(path, path_dir_part(path).len);
    if (p->kind == PATTERN_ANY)
        plain = plain_parts(p->parts, p->part_count, path, false, &steps);
    else
        plain = plain_fnmatch(p->glob, subject, p->kind == PATTERN_PATH, &steps) == FNMATCH_YES;
    if (steps <= MOST_STEPS && plain != (verdict != IGNORE_NONE))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct ignore_answer answer;
    struct ignore_file f;
    struct str path, text;
    uint32_t line = 0;

    str_cut((struct str){ (const char *)data, size }, '\n', &path, &text);
    ignore_parse(&f, &a, text);
    path = path_clean(&a, str_slice(path, 0, 24));
    for (size_t i = 0; i < f.count; i++) {
        const struct ignore_pattern *p = &f.patterns[i];
        if (p->line < line || p->text.len == 0 || p->glob.len > p->text.len)
            abort();
        line = p->line;
        check_pattern(p, path);
    }
    for (size_t i = 1; i < f.fault_count; i++)
        if (f.faults[i].line < f.faults[i - 1].line)
            abort();
    answer = ignore_match(&f, &a, path, false);
    if ((answer.verdict == IGNORE_IGNORED || answer.verdict == IGNORE_INCLUDED) !=
        (answer.pattern && !answer.panic.len))
        abort();
    arena_free(&a);
    return 0;
}
