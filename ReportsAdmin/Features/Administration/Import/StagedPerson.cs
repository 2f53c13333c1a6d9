using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;

namespace ReportsAdmin.Features.Administration.Import;

/// <summary>What a staged row makes of a person. No <paramref name="Before"/>: he is new.</summary>
internal sealed record StagedPerson(int? Id, PersonDraft After, PersonDraft? Before)
{
    public string ToJson() => JsonSerializer.Serialize(this, StagedPersonJson.Default.StagedPerson);

    public static StagedPerson FromJson(string json) =>
        JsonSerializer.Deserialize(json, StagedPersonJson.Default.StagedPerson)
        ?? throw new JsonException("An empty staged row.");
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StagedPerson))]
internal sealed partial class StagedPersonJson : JsonSerializerContext;

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

    /// <summary>The person as he stands, with what the row changes; what is no longer as the row found it stays, and is told.</summary>
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
