using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ReportsAdmin.Tests.Architecture;

/// <summary>A place where one part of the application uses another.</summary>
internal sealed record Use(string File, int Line, string From, INamedTypeSymbol To)
{
    public string Target => To.ContainingNamespace.ToDisplayString();

    public override string ToString() => $"{File}:{Line} uses {To.ToDisplayString()}";
}

/// <summary>The application's source as the compiler understands it, so that a rule speaks of types and not of spellings.</summary>
internal sealed partial class SourceModel
{
    private static readonly Lazy<SourceModel> Read = new(() => new SourceModel());

    private readonly CSharpCompilation compilation;

    private SourceModel()
    {
        Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", "ReportsAdmin"));
        Files =
        [
            .. Directory
                .EnumerateFiles(Root, "*.*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
                .Where(f =>
                    !f.StartsWith("obj/", StringComparison.Ordinal) && !f.StartsWith("bin/", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        // Migrations are written by a tool, and as long as a fifth of everything else.
        var trees = Files
            .Where(f =>
                f.EndsWith(".cs", StringComparison.Ordinal) && !f.Contains("/Migrations/", StringComparison.Ordinal)
            )
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Root, f)), options, f))
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings, options, "global.cs"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f) != "ReportsAdmin.dll")
            .Select(f => MetadataReference.CreateFromFile(f));
        compilation = CSharpCompilation.Create(
            "Source",
            trees,
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)
        );
        Types =
        [
            .. compilation
                .SyntaxTrees.SelectMany(t =>
                    t.GetRoot()
                        .DescendantNodes()
                        .OfType<BaseTypeDeclarationSyntax>()
                        .Select(d => compilation.GetSemanticModel(t).GetDeclaredSymbol(d))
                        .OfType<INamedTypeSymbol>()
                )
                .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default),
        ];
        Uses = [.. compilation.SyntaxTrees.SelectMany(UsesOf)];
        Entities = EntityTypes();
    }

    public static SourceModel Instance => Read.Value;

    public string Root { get; }

    /// <summary>Every file below the application's folder, relative to it.</summary>
    public IReadOnlyList<string> Files { get; }

    public IReadOnlyList<INamedTypeSymbol> Types { get; }

    public IReadOnlyList<Use> Uses { get; }

    /// <summary>The types that some room maps to a table.</summary>
    public IReadOnlySet<INamedTypeSymbol> Entities { get; }

    public IEnumerable<(string File, int Line, string Text)> RazorLines() =>
        Files
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(f => File.ReadLines(Path.Combine(Root, f)).Select((text, i) => (f, i + 1, text)));

    public static string NamespaceOf(string file) =>
        Path.GetDirectoryName(file) is { Length: > 0 } folder
            ? "ReportsAdmin." + folder.Replace('\\', '/').Replace('/', '.')
            : "ReportsAdmin";

    public IEnumerable<(string File, int Line, string Namespace)> Namespaces() =>
        compilation.SyntaxTrees.SelectMany(t =>
            t.GetRoot()
                .DescendantNodes()
                .OfType<BaseNamespaceDeclarationSyntax>()
                .Select(n => (t.FilePath, LineOf(n), n.Name.ToString()))
        );

    /// <summary>Every name that the source below a namespace gives to something.</summary>
    public IEnumerable<(string File, int Line, string Name)> Identifiers(string space) =>
        compilation
            .SyntaxTrees.Where(t => NamespaceOf(t.FilePath).StartsWith(space, StringComparison.Ordinal))
            .SelectMany(t =>
                t.GetRoot()
                    .DescendantNodes()
                    .Select(n =>
                        n switch
                        {
                            BaseTypeDeclarationSyntax d => d.Identifier,
                            MethodDeclarationSyntax d => d.Identifier,
                            PropertyDeclarationSyntax d => d.Identifier,
                            VariableDeclaratorSyntax d => d.Identifier,
                            ParameterSyntax d => d.Identifier,
                            EnumMemberDeclarationSyntax d => d.Identifier,
                            SingleVariableDesignationSyntax d => d.Identifier,
                            _ => default,
                        }
                    )
                    .Where(i => i.Text.Length > 0)
                    .Select(i => (t.FilePath, i.GetLocation().GetLineSpan().StartLinePosition.Line + 1, i.Text))
            );

    private IEnumerable<Use> UsesOf(SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var info = model.GetSymbolInfo(name);
            var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            var type =
                symbol as INamedTypeSymbol
                ?? (
                    symbol is IMethodSymbol { ReducedFrom: { } extension }
                        ? extension.ContainingType
                        : symbol?.ContainingType
                );
            if (type is { ContainingNamespace: not null })
                yield return new Use(tree.FilePath, LineOf(name), NamespaceOf(tree.FilePath), type.OriginalDefinition);
        }
    }

    private HashSet<INamedTypeSymbol> EntityTypes()
    {
        var entities = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (
                var call in tree.GetRoot()
                    .DescendantNodes()
                    .OfType<GenericNameSyntax>()
                    .Where(g => g.Identifier.Text == "Entity")
            )
            {
                if (model.GetSymbolInfo(call.TypeArgumentList.Arguments[0]).Symbol is INamedTypeSymbol entity)
                    entities.Add(entity);
            }
        }

        return entities;
    }

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private const string GlobalUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        global using System.Net.Http.Json; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;
        """;

    [GeneratedRegex(@"^\s*@using\s+(?:static\s+)?(?<name>[\w.]+)")]
    public static partial Regex RazorUsing();

    [GeneratedRegex(@"^\s*@inject\s+(?<name>[\w.]+)")]
    public static partial Regex RazorInject();
}
