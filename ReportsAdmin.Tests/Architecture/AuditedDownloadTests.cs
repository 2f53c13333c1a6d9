using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using Xunit;

namespace ReportsAdmin.Tests.Architecture;

/// <summary>No file leaves without a record: every action that answers with one says how it is recorded, or why it is not.</summary>
public sealed class AuditedDownloadTests
{
    private static readonly string[] Senders = ["File", "Send", "PhysicalFile", "SendWorkbookAsync"];

    [Fact]
    public void Every_action_that_is_documented_to_answer_with_a_file_is_audited_or_says_why_not()
    {
        var actions = Actions().Where(m => m.GetCustomAttribute<FileAnswerAttribute>() is not null).ToList();
        Assert.True(actions.Count >= 15, $"Only {actions.Count} actions were found.");
        Assert.All(actions, m => Assert.True(Says(m), $"{m.DeclaringType!.Name}.{m.Name}"));
        Assert.Contains(actions, m => m.GetCustomAttribute<AuditedDownloadAttribute>() is not null);
        Assert.All(actions.Select(m => m.GetCustomAttribute<NotAuditedAttribute>()).OfType<NotAuditedAttribute>(), a =>
            Assert.True(a.Why.Length > 10)
        );
    }

    [Fact]
    public void Every_action_whose_source_sends_a_file_is_audited_or_says_why_not()
    {
        var source = SourceModel.Instance;
        var sending = source
            .Files.Where(f => f.EndsWith("Controller.cs", StringComparison.Ordinal))
            .SelectMany(f =>
                CSharpSyntaxTree
                    .ParseText(File.ReadAllText(Path.Combine(source.Root, f)))
                    .GetRoot()
                    .DescendantNodes()
                    .OfType<MethodDeclarationSyntax>()
                    .Where(m => m.AttributeLists.ToString().Contains("Http", StringComparison.Ordinal) && Sends(m))
                    .Select(m => (File: f, Method: m))
            )
            .ToList();
        Assert.True(sending.Count >= 12, $"Only {sending.Count} actions were found.");
        Assert.All(sending, s =>
        {
            var attributes = s.Method.AttributeLists.ToString();
            Assert.True(
                attributes.Contains("AuditedDownload", StringComparison.Ordinal)
                    || attributes.Contains("NotAudited", StringComparison.Ordinal),
                $"{s.File} {s.Method.Identifier}"
            );
        });
    }

    private static bool Sends(MethodDeclarationSyntax method) =>
        method
            .DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Any(i =>
                Senders.Contains(
                    i.Expression switch
                    {
                        IdentifierNameSyntax name => name.Identifier.Text,
                        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => member
                            .Name
                            .Identifier
                            .Text,
                        _ => "",
                    }
                )
            );

    private static bool Says(MethodInfo method) =>
        method.GetCustomAttribute<AuditedDownloadAttribute>() is not null
        || method.GetCustomAttribute<NotAuditedAttribute>() is not null;

    private static IEnumerable<MethodInfo> Actions() =>
        typeof(Program)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(ControllerBase)))
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttributes().Any(a => a is HttpMethodAttribute));
}
