/* events: reads every .yaml file below a folder and parses it with plain libyaml, events only: the measure that
 * prowgate is held against. */
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <yaml.h>

static unsigned char *bytes;
static size_t room;

static size_t parse(const char *path, size_t size)
{
    FILE *f = fopen(path, "rb");
    yaml_parser_t parser;
    yaml_event_t event;
    size_t events = 0, n;
    int done = 0;

    if (!f)
        return 0;
    if (size > room) {
        room = size * 2;
        bytes = realloc(bytes, room);
        if (!bytes)
            exit(EXIT_FAILURE);
    }
    n = fread(bytes, 1, size, f);
    fclose(f);
    if (!yaml_parser_initialize(&parser))
        exit(EXIT_FAILURE);
    yaml_parser_set_input_string(&parser, bytes, n);
    while (!done && yaml_parser_parse(&parser, &event)) {
        done = event.type == YAML_STREAM_END_EVENT;
        events++;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return events;
}

int main(int argc, char **argv)
{
    size_t files = 0, total = 0, events = 0;
    FTS *walk;

    if (argc < 2)
        return EXIT_FAILURE;
    walk = fts_open(argv + 1, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *e; walk && (e = fts_read(walk));) {
        const char *dot = strrchr(e->fts_name, '.');
        if (e->fts_info != FTS_F || !dot || (strcmp(dot, ".yaml") != 0 && strcmp(dot, ".yml") != 0))
            continue;
        files++;
        total += (size_t)e->fts_statp->st_size;
        events += parse(e->fts_path, (size_t)e->fts_statp->st_size);
    }
    if (walk)
        fts_close(walk);
    free(bytes);
    printf("%zu %zu %zu\n", files, total, events);
    return files ? EXIT_SUCCESS : EXIT_FAILURE;
}
