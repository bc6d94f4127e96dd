#include "prow/files/generated.h"

#include "base/ascii.h"

enum { MOST_LINES = 20, LONGEST = 160 };

/* Whether the text holds the words, whatever the case of its letters. */
static bool says(struct str text, const char *words)
{
    size_t n = strlen(words), k = 0;

    for (size_t i = 0; i + n <= text.len; i++) {
        for (k = 0; k < n; k++) {
            char c = text.p[i + k];
            if ((is_letter(c) ? (c | 0x20) : c) != words[k])
                break;
        }
        if (k == n)
            return true;
    }
    return false;
}

/* Go's mark for generated files, and what else people write. "Not generated" is nothing that anybody puts there. */
static bool is_mark(struct str line)
{
    return (says(line, "generated") && (says(line, "edit") || says(line, " by ") || says(line, " from "))) ||
           says(line, "do not edit");
}

struct str generated_by(struct str source)
{
    struct str line;

    for (unsigned i = 0; i < MOST_LINES && source.len; i++) {
        str_cut(source, '\n', &line, &source);
        line = str_trim(line);
        if (line.len && line.p[0] != '#' && !str_eq(line, STR("---")))
            return STR("");
        while (line.len && line.p[0] == '#')
            line = str_from(line, 1);
        if (is_mark(line))
            return str_slice(str_trim(line), 0, LONGEST);
    }
    return STR("");
}

void generated_note(const struct map *words, struct findings *out, size_t first)
{
    for (size_t i = first; words->count && i < out->count; i++) {
        struct finding *f = out->items[i];
        const struct str *by = map_get(words, f->at.file);
        if (by)
            f->detail = arena_printf(&out->arena, "%.*s%sthis file is generated, so mend what makes it: \"%.*s\"",
                                     STR_ARG(f->detail), f->detail.len ? "; " : "", STR_ARG(*by));
    }
}
