namespace ReportsAdmin.Features.Access.Pages;

/// <summary>Where to go after signing in: an address of ours, or the start.</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is a path of this site, else <c>/</c>. Browsers read <c>//x</c> and <c>/\x</c> as another site.</summary>
    public static string Of(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";
}
