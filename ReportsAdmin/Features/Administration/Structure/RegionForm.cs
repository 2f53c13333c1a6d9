using System.Text.RegularExpressions;
using ReportsAdmin.Features.Access.Structure;

namespace ReportsAdmin.Features.Administration.Structure;

/// <summary>Proposals of the region dialog.</summary>
internal static partial class RegionForm
{
    /// <summary>A code for a new region of this name; empty for a name without Latin letters.</summary>
    public static string CodeOf(string name)
    {
        var code = Other().Replace(name.ToLowerInvariant(), "-").Trim('-');
        code = code.TrimStart('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return code.Length <= RegionCommands.MaxCode ? code : code[..RegionCommands.MaxCode].TrimEnd('-');
    }

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Other();
}
