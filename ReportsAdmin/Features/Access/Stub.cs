using ReportsAdmin.Platform;
namespace ReportsAdmin.Features.Access;
public sealed record DepartmentOption(int Id, string Name, string BucketEdges, bool AgesByDueDate, bool IsDefault);
public sealed record EngineerOption(int Id, string Name, string? Region);
public sealed class AccessQueries {
  public Task<IReadOnlyList<DepartmentOption>> DepartmentsAsync(Viewer v, CancellationToken ct) => Task.FromResult<IReadOnlyList<DepartmentOption>>([new(1,"Batching Plant","30,90,180,365",false,true), new(2,"Pump","30,90,180,365",false,false)]);
  public Task<IReadOnlyList<EngineerOption>> EngineersAsync(Viewer v, CancellationToken ct) => Task.FromResult<IReadOnlyList<EngineerOption>>([]);
  public Task<EngineerOption> ResolveEngineerAsync(Viewer v, string idOrName, CancellationToken ct) => throw new NotSupportedException();
}
public sealed class Viewers { public Task<Viewer> OfUserAsync(int id, CancellationToken ct) => Task.FromResult(Viewer.System); }
public static class Regions { public static string? Parse(string t) => t.Trim().ToLowerInvariant() is var x && (x=="mumbai"||x=="pune"||x=="delhi") ? x : x is "bangalore" or "bengaluru" or "banglore" ? "banglore" : null; public static string Display(string c) => c.Length==0 ? c : char.ToUpperInvariant(c[0])+c[1..]; }
