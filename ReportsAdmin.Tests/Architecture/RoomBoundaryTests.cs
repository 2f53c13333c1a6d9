using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Architecture;

/// <summary>Who may use whom (Docs/architecture.md), read from the source; a failure names file and line.</summary>
public sealed class RoomBoundaryTests
{
    private const string Features = "ReportsAdmin.Features";
    private const string Platform = "ReportsAdmin.Platform";
    private const string Ui = "ReportsAdmin.Ui";

    /// <summary>Each room with the rooms it may use.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Audit"] = [],
        ["Access"] = ["Audit"],
        ["Imports"] = ["Access"],
        ["SavedViews"] = ["Access"],
        ["Receivables"] = ["Access", "Audit", "Imports", "SavedViews"],
        ["FieldSales"] = ["Access", "Imports", "SavedViews"],
        ["Training"] = ["Access", "Imports", "SavedViews"],
        ["Administration"] = ["Access", "Imports"],
        ["Reports"] = ["Access"],
        ["Documents"] = ["Access"],
        ["Forms"] = ["Access", "Audit", "Documents"],
        ["Notifications"] = [],
        ["Webhooks"] = ["Access"],
        ["Health"] = [],
        ["Help"] = [],
        ["MyDay"] = [],
    };

    /// <summary>Faces that are neither Queries nor Commands: who a user is, and the import engine's tables that rooms fill.</summary>
    private static readonly string[] OtherFaces =
    [
        "ReportsAdmin.Features.Access.Identity.CurrentUserAccessor",
        "ReportsAdmin.Features.Imports.Staging.StagedTable<T>",
        "ReportsAdmin.Features.Imports.Staging.UploadTable<T>",
        "ReportsAdmin.Features.Imports.Staging.NewKeys",
    ];

    /// <summary>What the parts of the UI may use of the rest of the application.</summary>
    private static readonly (string From, string[] May)[] UiParts =
    [
        (
            "ReportsAdmin.Ui.Components",
            [
                "ReportsAdmin.Ui.Components",
                "ReportsAdmin.Platform.Page",
                "ReportsAdmin.Platform.PageRequest",
                "ReportsAdmin.Platform.Money",
                "ReportsAdmin.Platform.Digits",
            ]
        ),
        (
            "ReportsAdmin.Ui.Shell",
            [
                "ReportsAdmin.Ui",
                "ReportsAdmin.Platform",
                "ReportsAdmin.Features.AllFeatures",
                "ReportsAdmin.Features.IFeature",
                "ReportsAdmin.Features.IPaletteSource",
                "ReportsAdmin.Features.PaletteHit",
                "ReportsAdmin.Features.MenuEntry",
            ]
        ),
        (
            "ReportsAdmin.Ui",
            [
                "ReportsAdmin.Ui",
                "ReportsAdmin.Platform.Actor",
                "ReportsAdmin.Platform.CurrentUser",
                "ReportsAdmin.Platform.CurrentUserOf",
                "ReportsAdmin.Platform.ConfirmIdentity",
                "ReportsAdmin.Platform.OutageOf",
                "ReportsAdmin.Platform.Scope",
                "ReportsAdmin.Platform.DomainException",
                "ReportsAdmin.Platform.ErrorKind",
                "ReportsAdmin.Platform.Live",
            ]
        ),
    ];

    /// <summary>Each package with the one part of the application that may use it.</summary>
    private static readonly (string Assembly, string[] Places)[] Packages =
    [
        ("Microsoft.Data.Sqlite", ["Platform/Data/"]),
        ("SQLitePCLRaw", ["Platform/Data/"]),
        ("Npgsql", ["Platform/Data/"]),
        ("Microsoft.EntityFrameworkCore.Sqlite", ["Platform/Data/"]),
        ("CsvHelper", ["Platform/Spreadsheets/"]),
        ("ExcelDataReader", ["Platform/Spreadsheets/"]),
        ("Cronos", ["Platform/Jobs/"]),
        ("HarfBuzzSharp", ["Platform/Rendering/"]),
        ("MailKit", ["Platform/Mail/"]),
        ("MimeKit", ["Platform/Mail/"]),
        ("ZiggyCreatures.FusionCache", ["Platform/Caching/"]),
        ("StackExchange.Redis", ["Platform/Caching/"]),
        ("AWSSDK", ["Platform/Files/"]),
        ("OpenTelemetry", ["Platform/Telemetry/"]),
        ("MudBlazor", ["Ui/", "/Pages/", "Features/SavedViews/"]),
    ];

    private static readonly string[] LayerFolders =
    [
        "Services",
        "Controllers",
        "Models",
        "Dtos",
        "Common",
        "Helpers",
        "Utils",
        "Shared",
        "Core",
        "Managers",
    ];
    private static readonly string[] EmptyEndings =
    [
        "Manager",
        "Helper",
        "Helpers",
        "Util",
        "Utils",
        "Dto",
        "Service",
        "Impl",
        "Base",
    ];

    /// <summary>Words of the rooms' business, singular and plural; Platform knows none of them.</summary>
    private static readonly HashSet<string> BusinessNouns = new(
        (
            (string[])
                [
                    "outstanding",
                    "receivable",
                    "invoice",
                    "customer",
                    "sale",
                    "distributor",
                    "product",
                    "outlet",
                    "visit",
                    "training",
                    "learner",
                    "course",
                    "enrollment",
                    "dashboard",
                    "remark",
                    "engineer",
                    "ageing",
                    "ledger",
                    "form",
                    "submission",
                    "approval",
                    "dispute",
                ]
        ).SelectMany(w => (string[])[w, w + "s"]),
        StringComparer.Ordinal
    );

    private static SourceModel Source => SourceModel.Instance;

    [Fact]
    public void The_source_is_understood()
    {
        Assert.True(Source.Uses.Count > 5_000, $"{Source.Uses.Count} uses were found.");
        Assert.Contains(Source.Entities, e => e.Name == "InvoiceBalance");
        Assert.Contains(Source.Uses, u =>
            u.From == $"{Features}.Receivables.Dashboard" && u.To.Name == "AccessQueries"
        );
        Assert.Contains(Source.Uses, u => u.To.ContainingAssembly.Name == "Npgsql");
    }

    [Fact]
    public void Platform_knows_no_room_and_no_page() =>
        None(
            Source
                .Uses.Where(u => IsWithin(u.From, Platform) && (IsWithin(u.Target, Features) || IsWithin(u.Target, Ui)))
                .Select(u => u.ToString())
                .Concat(RazorUsings(Platform, name => IsWithin(name, Features) || IsWithin(name, Ui)))
        );

    /// <summary>Else a read inside another one's snapshot takes a second connection (Decisions/0059-one-connection.md).</summary>
    [Fact]
    public void Queries_read_in_the_snapshot_of_whoever_asks() =>
        None(
            from file in Source.Files
            from part in File.ReadAllText(Path.Combine(Source.Root, file)).Split("\npublic sealed ")
            where
                Regex.IsMatch(part, @"^(partial )?class \w+Queries\b")
                && part.Contains("CreateDbContext", StringComparison.Ordinal)
            select file
        );

    [Fact]
    public void The_graph_of_platform_modules_has_no_cycle()
    {
        var edges = Source
            .Uses.Select(u => (From: ModuleOf(u.From), To: ModuleOf(u.Target), Use: u))
            .Where(e => e.From is not null && e.To is not null && e.From != e.To)
            .ToLookup(e => e.From!, StringComparer.Ordinal);
        Assert.True(edges.Count > 3, $"{edges.Count} modules use another.");
        bool Reaches(string from, string to, HashSet<string> seen) =>
            edges[from].Any(e => e.To == to || (seen.Add(e.To!) && Reaches(e.To!, to, seen)));
        None(
            edges
                .SelectMany(e => e)
                .Where(e => Reaches(e.To!, e.From!, new(StringComparer.Ordinal)))
                .Select(e => $"{e.From} → {e.To}: {e.Use}")
        );
    }

    [Fact]
    public void Platform_names_no_business_noun() =>
        None(
            Source
                .Identifiers(Platform)
                .Where(i => Words(i.Name).Any(BusinessNouns.Contains))
                .Select(i => $"{i.File}:{i.Line} {i.Name}")
        );

    [Fact]
    public void Each_kind_of_id_is_used_once()
    {
        var kinds = typeof(Program)
            .Assembly.GetTypes()
            .Where(t =>
                t.Namespace?.StartsWith(Features, StringComparison.Ordinal) == true
                && t.Name.EndsWith("Ids", StringComparison.Ordinal)
            )
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral))
            .Select(f => (f.Name, Kind: (string)f.GetRawConstantValue()!))
            .Distinct()
            .Append((Name: nameof(ApiId.User), Kind: ApiId.User))
            .ToList();
        Assert.True(kinds.Count >= 18, $"{kinds.Count} kinds were found.");
        Assert.All(kinds, k => Assert.Matches("^[0-9a-f]{8}$", k.Kind));
        Assert.Equal(kinds.Count, kinds.Select(k => k.Kind).Distinct().Count());
    }

    [Fact]
    public void A_room_uses_only_the_rooms_named_beside_it() =>
        None(
            Source
                .Uses.Where(u =>
                    RoomOf(u.From) is { } from && RoomOf(u.Target) is { } to && from != to && !MayUse(from, to)
                )
                .Select(u => u.ToString())
                .Concat(
                    RazorUsings(Features, (file, name) =>
                        RoomOf(file) is { } from && RoomOf(name) is { } to && from != to && !MayUse(from, to)
                    )
                )
        );

    [Fact]
    public void The_graph_of_rooms_has_no_cycle()
    {
        bool Reaches(string from, string to) => Rooms[from].Any(next => next == to || Reaches(next, to));
        Assert.All(Rooms.Keys, room => Assert.False(Reaches(room, room), room));
        Assert.Empty(
            Source
                .Types.Select(t => RoomOf(t.ContainingNamespace.ToDisplayString()))
                .OfType<string>()
                .Distinct()
                .Except(Rooms.Keys)
        );
    }

    [Fact]
    public void Of_another_room_only_what_it_publishes_is_used()
    {
        var published = Source.Types.Where(IsPublished).ToHashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var hidden = Source.Types.Where(t => !published.Contains(t)).ToLookup(t => t.Name);
        None(
            Source
                .Uses.Where(u =>
                    RoomOf(u.From) is { } from && RoomOf(u.Target) is { } to && from != to && !published.Contains(u.To)
                )
                .Select(u => u.ToString())
                .Concat(
                    Source
                        .RazorLines()
                        .Where(l =>
                            SourceModel.RazorInject().Match(l.Text) is { Success: true } m
                            && hidden[m.Groups["name"].Value.Split('.')[^1]]
                                .Any(t =>
                                    RoomOf(t.ContainingNamespace.ToDisplayString()) is { } room
                                    && room != RoomOf(SourceModel.NamespaceOf(l.File))
                                )
                        )
                        .Select(l => $"{l.File}:{l.Line} {l.Text.Trim()}")
                )
        );
    }

    [Fact]
    public void A_room_uses_of_the_ui_its_components_and_live_page_alone() =>
        None(
            Source
                .Uses.Where(u =>
                    RoomOf(u.From) is not null
                    && IsWithin(u.Target, Ui)
                    && u.Target != $"{Ui}.Components"
                    && u.To.Name != "LivePage"
                )
                .Select(u => u.ToString())
                .Concat(
                    RazorUsings(Features, (_, name) => IsWithin(name, Ui) && name != Ui && name != $"{Ui}.Components")
                )
        );

    [Fact]
    public void The_parts_of_the_ui_use_only_what_they_may()
    {
        None(
            Source
                .Uses.Where(u =>
                    IsWithin(u.From, Ui)
                    && u.To.ContainingAssembly.Name == "Source"
                    && UiParts
                        .First(p => IsWithin(u.From, p.From))
                        .May.All(m =>
                            u.To.ToDisplayString() != m
                            && !u.To.ToDisplayString().StartsWith(m + "<", StringComparison.Ordinal)
                            && !IsWithin(u.Target, m)
                        )
                )
                .Select(u => u.ToString())
        );
    }

    [Fact]
    public void Only_the_start_knows_the_list_of_rooms() =>
        None(
            Source
                .Uses.Where(u =>
                    u.To.ToDisplayString() == $"{Features}.AllFeatures"
                    && u.From is not ("ReportsAdmin" or Features or $"{Ui}.Shell")
                )
                .Select(u => u.ToString())
        );

    [Fact]
    public void A_package_is_used_from_one_place() =>
        None(
            Source
                .Uses.Where(u =>
                    Packages.FirstOrDefault(p =>
                        u.To.ContainingAssembly.Name.StartsWith(p.Assembly, StringComparison.Ordinal)
                    )
                        is { Places: { } places }
                    && !places.Any(p =>
                        p[0] == '/'
                            ? u.File.Contains(p, StringComparison.Ordinal)
                            : u.File.StartsWith(p, StringComparison.Ordinal)
                    )
                )
                .Select(u => u.ToString())
        );

    [Fact]
    public void Namespace_equals_folder() =>
        None(
            Source
                .Namespaces()
                .Where(n => n.File != "global.cs" && n.Namespace != SourceModel.NamespaceOf(n.File))
                .Select(n => $"{n.File}:{n.Line} namespace {n.Namespace}")
        );

    [Fact]
    public void No_folder_is_named_for_a_layer_or_for_nothing() =>
        None(Source.Files.SelectMany(f => f.Split('/')[..^1]).Distinct().Where(LayerFolders.Contains));

    [Fact]
    public void No_class_is_named_for_nothing() =>
        None(
            Source
                .Types.Where(t => EmptyEndings.Any(e => t.Name.EndsWith(e, StringComparison.Ordinal)))
                .Select(t =>
                    $"{t.Locations[0].SourceTree!.FilePath}:{t.Locations[0].GetLineSpan().StartLinePosition.Line + 1} {t.Name}"
                )
        );

    [Fact]
    public void Classes_are_sealed() =>
        None(
            Source
                .Types.Where(t =>
                    t
                        is {
                            TypeKind: TypeKind.Class,
                            IsSealed: false,
                            IsStatic: false,
                            IsAbstract: false,
                            ContainingNamespace.IsGlobalNamespace: false
                        }
                    && !t.Locations[0].SourceTree!.FilePath.Contains("/Migrations/", StringComparison.Ordinal)
                    && !Source.Types.Any(d => SymbolEqualityComparer.Default.Equals(d.BaseType?.OriginalDefinition, t))
                    && !IsRazorPart(t)
                )
                .Select(t =>
                    $"{t.Locations[0].SourceTree!.FilePath}:{t.Locations[0].GetLineSpan().StartLinePosition.Line + 1} {t.Name}"
                )
        );

    /// <summary>Faces, the values they take and return, interfaces and vocabularies; never entities, mappings, controllers, pages or what is internal.</summary>
    private static bool IsPublished(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
            return IsPublished(outer);
        if (type.DeclaredAccessibility != Accessibility.Public || Source.Entities.Contains(type))
            return false;
        if (
            type.ContainingNamespace.Name == "Pages"
            || type.Name.EndsWith("Controller", StringComparison.Ordinal)
            || type.Name.EndsWith("Model", StringComparison.Ordinal)
        )
            return false;
        return type.TypeKind != TypeKind.Class
            || type.IsRecord
            || type.IsStatic
            || type.Name.EndsWith("Queries", StringComparison.Ordinal)
            || type.Name.EndsWith("Commands", StringComparison.Ordinal)
            || type.BaseType?.Name == "Attribute"
            || OtherFaces.Contains(type.ToDisplayString());
    }

    private static bool MayUse(string from, string to) => Rooms.TryGetValue(from, out var may) && may.Contains(to);

    private static string? ModuleOf(string name) =>
        name.StartsWith(Platform + ".", StringComparison.Ordinal) ? name[(Platform.Length + 1)..].Split('.')[0] : null;

    private static IEnumerable<string> Words(string identifier) =>
        Regex.Matches(identifier, "[A-Z]?[a-z]+|[A-Z]+(?![a-z])").Select(m => m.Value.ToLowerInvariant());

    private static string? RoomOf(string name) =>
        name.StartsWith(Features + ".", StringComparison.Ordinal) ? name[(Features.Length + 1)..].Split('.')[0] : null;

    private static bool IsWithin(string name, string space) =>
        name == space || name.StartsWith(space + ".", StringComparison.Ordinal);

    private static bool IsRazorPart(INamedTypeSymbol type) =>
        type.Locations[0].SourceTree!.FilePath.EndsWith(".razor.cs", StringComparison.Ordinal);

    private static IEnumerable<string> RazorUsings(string within, Func<string, bool> isWrong) =>
        RazorUsings(within, (_, name) => isWrong(name));

    private static IEnumerable<string> RazorUsings(string within, Func<string, string, bool> isWrong) =>
        Source
            .RazorLines()
            .Where(l =>
                IsWithin(SourceModel.NamespaceOf(l.File), within)
                && SourceModel.RazorUsing().Match(l.Text) is { Success: true } m
                && isWrong(SourceModel.NamespaceOf(l.File), m.Groups["name"].Value)
            )
            .Select(l => $"{l.File}:{l.Line} {l.Text.Trim()}");

    private static void None(IEnumerable<string> violations)
    {
        var found = violations.Distinct().ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
