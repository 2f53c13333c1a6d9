using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;

namespace ReportsAdmin.Features.Administration.Import;

/// <summary>
/// What a row of a sheet makes of a person. It stays after the commit, for an undo: people are written by the commands that
/// also change them by hand (sessions end, ranks are checked), not set by set.
/// </summary>
internal sealed class StagedPerson
{
    public static readonly StagedTable<StagedPerson> Table = new();

    public int UploadId { get; init; }

    public int RowNumber { get; init; }

    /// <summary>JSON of a <see cref="PersonDraft"/>.</summary>
    public required string After { get; init; }

    /// <summary>JSON of the person before; null when the row creates the person.</summary>
    public string? Before { get; init; }

    public static string Write(PersonDraft draft) =>
        JsonSerializer.Serialize(draft, PersonDraftJson.Default.PersonDraft);

    public static PersonDraft Read(string json) =>
        JsonSerializer.Deserialize(json, PersonDraftJson.Default.PersonDraft)
        ?? throw new JsonException("An empty staged person.");

    public static void Map(EntityTypeBuilder<StagedPerson> e)
    {
        e.ToTable("staged_people");
        e.HasKey(x => new { x.UploadId, x.RowNumber });
        e.Property(x => x.UploadId).HasColumnName("upload_id");
        e.Property(x => x.RowNumber).HasColumnName("row_number");
        e.Property(x => x.After).HasColumnName("after");
        e.Property(x => x.Before).HasColumnName("before");
    }

    /// <summary>The write of a row.</summary>
    internal sealed record Change(PersonDraft After, PersonDraft? Before) : RecordWrite
    {
        public override IStagedTable Table => StagedPerson.Table;

        public override object Record =>
            new StagedPerson { After = Write(After), Before = Before is null ? null : Write(Before) };

        public override bool IsNew => Before is null;

        public override bool AddChanges(List<CellChange> changes)
        {
            if (Before is null)
                return true;
            var found = PersonParts.Changes(Before, After);
            changes.AddRange(found);
            return found.Count > 0;
        }

        public override long Content(long hash) => ContentHash.Of(hash, Write(After));
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonDraft))]
internal sealed partial class PersonDraftJson : JsonSerializerContext;

/// <summary>The values of a person that a sheet may change, one by one.</summary>
internal static class PersonParts
{
    private static readonly (
        string Title,
        Func<PersonDraft, object?> Read,
        Func<PersonDraft, PersonDraft, PersonDraft> Take
    )[] All =
    [
        ("Name", d => d.Name, (d, v) => d with { Name = v.Name }),
        ("Role", d => d.Role, (d, v) => d with { Role = v.Role }),
        ("Branch", d => d.Region is { } code ? Regions.Display(code) : null, (d, v) => d with { Region = v.Region }),
        ("Contact", d => d.Contact, (d, v) => d with { Contact = v.Contact }),
        ("Designation", d => d.Designation, (d, v) => d with { Designation = v.Designation }),
        ("In Field", d => YesNo(d.InField), (d, v) => d with { InField = v.InField }),
        ("Zone", d => d.Zone, (d, v) => d with { Zone = v.Zone }),
        ("Field Region", d => d.FieldRegion, (d, v) => d with { FieldRegion = v.FieldRegion }),
        ("Territory", d => d.Territory, (d, v) => d with { Territory = v.Territory }),
        ("Reports To", d => d.ReportsTo?.ToLowerInvariant(), (d, v) => d with { ReportsTo = v.ReportsTo }),
        ("Active", d => YesNo(d.Active), (d, v) => d with { Active = v.Active }),
    ];

    public static List<CellChange> Changes(PersonDraft before, PersonDraft after) =>
        [
            .. All.Where(p => !Equals(p.Read(before), p.Read(after)))
                .Select(p => new CellChange(
                    p.Title,
                    p.Read(before)?.ToString() ?? "",
                    p.Read(after)?.ToString() ?? ""
                )),
        ];

    /// <summary>The person now, with what the row changes; what is no longer as the row found it stays and is reported.</summary>
    public static PersonDraft Move(PersonDraft now, PersonDraft from, PersonDraft to, Action<string> kept)
    {
        foreach (var (title, read, take) in All)
        {
            if (Equals(read(from), read(to)))
                continue;
            if (Equals(read(now), read(from)))
                now = take(now, to);
            else if (!Equals(read(now), read(to)))
                kept(title);
        }

        return now;
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
